"""What hinders saved plans, told apart so that a page can say what to do."""

from __future__ import annotations

import errno
from enum import StrEnum

from siteplan.errors import N_, SiteplanError

__all__ = ["FULL_DISK", "Hindrance", "SavedPlansError"]

FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT})


class Hindrance(StrEnum):
    """What it is."""

    AWAY = "away"
    FULL = "full"
    CHANGED = "changed"
    GONE = "gone"
    DAMAGED = "damaged"
    NOT_YOURS = "not_yours"
    NOT_NOW = "not_now"
    NEEDS_WORDS = "needs_words"
    APPROVED = "approved"


_TEXTS = {
    Hindrance.AWAY: N_("The list of saved plans cannot be reached now. Nothing was changed; try again in a moment."),
    Hindrance.FULL: N_("The disk for saved plans is full. Nothing was changed; make room and try again."),
    Hindrance.CHANGED: N_("Somebody else changed this plan meanwhile. Look at it as it is now, then try again."),
    Hindrance.GONE: N_("This plan is no longer in the list: its owner erased it."),
    Hindrance.DAMAGED: N_(
        "The files of this plan are damaged or missing. What was said and decided of it is still here."
    ),
    Hindrance.NOT_YOURS: N_("Only who made this plan may do this."),
    Hindrance.NOT_NOW: N_("This cannot be done with a plan of this status."),
    Hindrance.NEEDS_WORDS: N_("To return a plan, say why."),
    Hindrance.APPROVED: N_("An approved plan is not erased. Return it first."),
}


class SavedPlansError(SiteplanError):
    """Something with saved plans was not done; `hindrance` is why, and nothing was half done."""

    def __init__(self, hindrance: Hindrance) -> None:
        self.hindrance = hindrance
        super().__init__(_TEXTS[hindrance])
