"""The plan as those see it who run the channel: conflicts, who serves whom, aims, sales so far."""
