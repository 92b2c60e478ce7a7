"""Every column that a person sees in a table, each once: its id, heading, format, unit and meaning.

Ids are those of CSV files and of plan.json where these have the figure. "X today" is today's network, X the plan's.
"""

from __future__ import annotations

from siteplan.present.tables.column import Column
from siteplan.present.tables.formats import (
    AMOUNT,
    COUNT,
    GAP,
    MARKED,
    MONEY,
    MONEY_MORE,
    NAME,
    SENTENCE,
    SHARE,
    SHARE_MORE,
    SHORT,
    USED,
    WHOLE_SHARE,
    WRITTEN,
    YES_NO,
    number,
    words,
    written,
)
from siteplan.present.text.words import N_

_SOLD, _MONEY, _A_YEAR, _PERSONS, _CHARGED = "vehicles/year", "currency", "currency/year", "persons", "sessions/day"

# Sites and places
SITE = Column("name", N_("Site"), NAME)
CITY = Column("city", N_("City"))
COUNTY = Column("county", N_("County"))
TIER = Column("tier", N_("Tier"))
PLACE = Column("place", N_("Place"))
FORMAT = Column("format", N_("Format"), SHORT)
FORMAT_TODAY = Column("format_today", N_("Format today"), SHORT)
FORMATS = Column("formats", N_("Formats"))
PEOPLE = Column("population", N_("People"), COUNT)
ZONES = Column("zones", N_("Zones"), COUNT)
DEMAND = Column("demand", N_("Demand"), COUNT, _SOLD)

# What a site or a network does
CHANGE = Column("change", N_("Change"), SHORT)
CAPTURE = Column("capture", N_("Capture"), COUNT, _SOLD)
CAPTURE_TODAY = Column("capture_today", N_("Capture today"), COUNT, _SOLD)
ABOVE = Column("demand_above_capacity", N_("Above capacity"), COUNT, _SOLD, N_("won above the capacity, and lost"))
FORECAST = Column("forecast", N_("Forecast"), COUNT, _SOLD)
NET_NEW = Column("net_new", N_("Net-new"), COUNT, _SOLD)
CANNIBALISED = Column("cannibalised", N_("From own sites"), COUNT, _SOLD)
FROM_RIVALS = Column("from_rivals", N_("From competitors"), COUNT, _SOLD)
FROM_OUTSIDE = Column("from_outside", N_("From other ways to buy"), COUNT, _SOLD)
LOSERS = Column("losers", N_("Losing most"), SENTENCE)
REMOVAL = Column(
    "removal_value",
    N_("Removal value"),
    COUNT,
    help=N_("what the plan's figure loses if the site closes and all else stays; re-evaluated, not solved anew"),
)
REMOVAL_RESOLVED = Column(
    "removal_resolved",
    N_("Re-solved"),
    written(150),
    help=N_("removal value once the best other plan takes the site's place; re-solved, – where not re-solved"),
)
CAPEX = Column("capex", N_("Investment"), MONEY, _MONEY)
OPEX = Column("opex", N_("Running cost"), MONEY, _A_YEAR)
RESULT = Column("yearly_result", N_("Annual result"), MONEY, _A_YEAR)
NPV = Column("npv", N_("Net present value"), MONEY, _MONEY)
NEEDED_FOR = Column("needed_for", N_("Needed for"), NAME)
WHY = Column("why", N_("Why"), SENTENCE)
SHARE_OF_MARKET = Column("share", N_("Market share"), SHARE)
SHARE_TODAY = Column("share_before", N_("Market share today"), SHARE)
COVERAGE = Column("coverage", N_("Covered, all people"), SHARE)
COVERAGE_RURAL = Column("coverage_rural", N_("Covered, rural"), SHARE)
COVERAGE_URBAN = Column("coverage_urban", N_("Covered, urban"), SHARE)
COVERED_IN_TIER = Column("coverage_tier", N_("Covered, {tier}"), SHARE)
COVERED = Column("covered", N_("Covered"), SHARE)
COVERED_TODAY = Column("covered_before", N_("Covered today"), SHARE)
OPENED = Column("opened", N_("New sites"), COUNT)
COST_PER_VEHICLE = Column("cost_per_vehicle", N_("Cost per vehicle"), MONEY, "currency/vehicle")
REACHED_MINUTES = Column("mean_minutes_reached", N_("Mean drive of those in reach"), number(1), "min")
NEWLY_COVERED = Column("newly_covered", N_("People newly covered"), COUNT, _PERSONS)
OUT_OF_REACH = Column("out_of_reach", N_("People out of reach"), COUNT, _PERSONS)
RURAL = Column("rural", N_("Rural people"), COUNT)
UNCOVERED = Column("uncovered", N_("Not covered"), COUNT, _PERSONS)
UNCOVERED_TODAY = Column("uncovered_before", N_("Not covered today"), COUNT, _PERSONS)
DRIVE = Column("minutes", N_("Mean drive"), COUNT, "min")
MEASURE = Column("measure", N_("Measure"))
TODAY = Column("today", N_("Today"), WRITTEN)
PLANNED = Column("plan", N_("With the plan"), WRITTEN)
OUTLOOK = Column("outlook", N_("Outlook"))
PROBABILITY = Column("probability", N_("Probability"), WHOLE_SHARE)

# Rules
RULE = Column("rule", N_("Rule"), words(230))
MET = Column("met", N_("Met"), YES_NO)
ASKED = Column("asked", N_("Required"), written(170))
ACHIEVED = Column("achieved", N_("Achieved"), WRITTEN)
SLACK = Column("slack", N_("Left"), WRITTEN)
NEXT_UNIT = Column(
    "shadow_price",
    N_("One more unit brings"),
    written(150),
    help=N_("by the last relaxation of the search, an estimate near this plan; – where none is known or room is left"),
)
PRICE = Column(
    "price",
    N_("Gain without it"),
    written(170),
    help=N_("re-solved without the rule, all others kept; in brackets what the proofs leave open"),
)
IN_WORDS = Column("words", N_("In words"), words(420))
WITHOUT = Column("without", N_("Without"), NAME)
GAP_LEFT = Column("gap", N_("Gap"), GAP)
NEAREST = Column("nearest", N_("Nearest candidate"), NAME)
NEAREST_MINUTES = Column("nearest_minutes", N_("Minutes"), COUNT, "min")
PERSONS_UNCOVERED = Column("persons", N_("People uncovered"), COUNT)

# Candidates that do not open
GAIN = Column("gain", N_("Would add"), COUNT)
LACKS = Column("entry_price", N_("Lacks"), written(130))
ENTRY_CAPEX = Column("entry_capex", N_("Entry price"), written(190), _MONEY)

# Frontiers
BUDGET = Column("budget", N_("Budget"), MONEY, _MONEY)
SHARE_ASKED = Column("share_asked", N_("Required share"), WRITTEN)
BEST_PLAN = Column("value", N_("Best plan"), COUNT)
BOUND = Column("bound", N_("Bound"), COUNT)
MARGINAL = Column("marginal", N_("Per {step} more"), MONEY_MORE)
SITES = Column("sites", N_("Sites"), COUNT)
KEPT = Column("kept", N_("Kept"), COUNT)
STATUS = Column("status", N_("How it ended"), SENTENCE)

# Scores
SCORE = Column("score", N_("Score"), MARKED)
SCORE_AS_FORMAT = Column("score_as_format", N_("As this format"), MARKED)
RANK = Column("rank", N_("Rank"), COUNT)
RANKS = Column(
    "ranks", N_("Rank range"), WRITTEN, help=N_("when weights vary around those set, 5 % to 95 % of the draws")
)
P_TOP = Column("p_top", N_("Among the best"), WHOLE_SHARE, help=N_("how often among the best {top} when weights vary"))
RENT = Column("rent", N_("Rent"), number(1), "currency/m2/day")
FOOTFALL = Column("footfall", N_("Foot traffic"), COUNT, "visits/day")
FAILED = Column("failed", N_("Fails gate"))
CRITERION = Column("criterion", N_("Criterion"))
VALUE = Column("criterion_value", N_("Value"), WRITTEN)
PERCENTILE = Column(
    "percentile",
    N_("Percentile"),
    COUNT,
    help=N_("how many per cent of the candidates have a lower value; half of the ties"),
)
PERCENTILE_TIER = Column("percentile_tier", N_("In its tier"), COUNT)
POINTS = Column("points", N_("Points"), number(1))
WEIGHT = Column("weight", N_("Weight"), SHARE)
POINTS_WEIGHED = Column("points_weighed", N_("Points × weight"), WRITTEN)
CONTRIBUTION = Column("contribution", N_("Adds"), number(2))
DIRECTION = Column("direction", N_("Better"))
METHOD = Column("method", N_("Points by"))
LOW = Column("low", N_("from"), WRITTEN)
HIGH = Column("high", N_("to"), WRITTEN)
IDEAL = Column("ideal", N_("Ideal"), WRITTEN)

# The model held against sales, and at the ends of its assumptions' ranges
N_SITES = Column("n", N_("Own sites with sales"), COUNT)
OBSERVED = Column("observed", N_("Sold"), COUNT, _SOLD)
MODELLED = Column("modelled", N_("Modelled"), COUNT, _SOLD)
OFF = Column("off", N_("Off by"), SHARE_MORE)
USUAL = Column("usual", N_("Mean of the other sites of its format"), COUNT, _SOLD)
ASSUMPTION = Column("assumption", N_("Assumption"))
ASSUMED = Column("planned", N_("Planned"), WRITTEN)
THERE = Column("there", N_("At that end"), WRITTEN)
CAPTURE_HELD = Column(
    "capture_held",
    N_("Capture, refitted"),
    COUNT,
    _SOLD,
    N_("with the outside option refitted, so that own sites keep their observed sales"),
)
STAY = Column("stay", N_("Sites that stay"), WRITTEN)
BEHIND = Column("behind", N_("Behind"), SHARE, help=N_("how far, at most, behind the best plan there"))

# Fitted decays
PARAMETER = Column("parameter", N_("Parameter"))
ESTIMATE = Column("estimate", N_("Estimate"), WRITTEN)
STANDARD_ERROR = Column("standard_error", N_("Standard error"), WRITTEN)
LOW_95 = Column("low_95", N_("95 %, from"), WRITTEN)
HIGH_95 = Column("high_95", N_("to"), WRITTEN)
IN_STUDY = Column("in_study", N_("In the study"), WRITTEN)
DECAY = Column("decay", N_("Decay"))
HELD_OUT = Column("held_out", N_("Held out"), number(4))
ABOVE_EQUAL = Column("above_equal_shares", N_("Above equal shares"), number(4))
LOG_LIKELIHOOD = Column("log_likelihood", N_("Log-likelihood"), number(1))
RATE = Column("rate", N_("Rate"), WRITTEN)
MIDPOINT = Column("midpoint", N_("Midpoint"), WRITTEN)
VISITS = Column("visits", N_("Visits"), COUNT)

# Demand and who buys
STEP = Column("step", N_("Step"))
OF_TIER = Column("of_tier", "{tier}", AMOUNT)
ALL = Column("all", N_("All"), AMOUNT)
SETTINGS = Column("settings", N_("Settings and labels"), SENTENCE)
SEGMENT = Column("segment", N_("Segment"))
LINE = Column("line", N_("Line"))
WHO = Column("who", N_("Who"))
NEV_FACTOR = Column("nev_factor", N_("New-energy, times"), number(2))
DRAWN = Column("drawn", N_("Sites draw them"))
DRAWN_OUTSIDE = Column("drawn_outside", N_("Buying elsewhere draws them"))
SHARE_BOUGHT = Column("share_bought", N_("Share of what is bought"))
SOLD_AT = Column("sold_at", N_("Sold at"))

# What the study says and siteplan filled in
TABLE = Column("table", N_("Table"), words(170))
COLUMN = Column("column", N_("Column"), words(120))
ROWS = Column("rows", N_("Rows"), words(150))
FILLED_WITH = Column("from", N_("Filled in with"), SENTENCE)
PROBLEM = Column("problem", N_("What is wrong"), words(340))
REMEDY = Column("remedy", N_("What to do"), words(340))
SOURCE = Column("source", N_("Source"))
LICENCE = Column("licence", N_("Licence"))
DATE = Column("date", N_("Date"))
FIGURES = Column("figures", N_("Figures"))
SETTING = Column("setting", N_("Setting"))
SET_TO = Column("set_to", N_("Set to"))
LABEL = Column("label", N_("Label and note"))
DOES = Column("functions", N_("Does"))
DRAWS = Column("attractiveness", N_("Attractiveness"), number(1))
AREA = Column("area_m2", N_("Area"), COUNT, "m2")
CAPEX_FIXED = Column("capex_fixed", N_("Investment, fixed"), MONEY, _MONEY)
CAPEX_PER_M2 = Column("capex_per_m2", N_("Investment per m²"), MONEY, _MONEY)
STAFF = Column("staff", N_("Staff"), COUNT)
MARGIN = Column("margin", N_("Margin per vehicle"), MONEY, _MONEY)
CAPACITY = Column("capacity", N_("Capacity"), COUNT, _SOLD)
OWNERSHIP = Column("ownership", N_("Run by"))
SALES = Column("annual_sales", N_("Sales"), COUNT, _SOLD)

# Where demand is not met
UNMET = Column("unmet", N_("Unmet demand"), COUNT, _SOLD)
UNMET_NEW = Column("unmet_new", N_("Beyond the above"), COUNT, _SOLD, N_("not reached by the places above"))
UNSERVED = Column("unserved", N_("Unserved"), COUNT, _SOLD, N_("not met by competitors either"))
OWN_SHARE = Column("own_share", N_("Own share"), SHARE)
CANDIDATES = Column("candidates", N_("Candidates in reach"), COUNT)
LIKE = Column("like", N_("Similar to"), NAME)
UNLIKE = Column("unlike", N_("Distance"), number(2))

# Charging
SESSIONS = Column("sessions", N_("Sessions won"), number(1), _CHARGED)
CHARGER_USED = Column("used", N_("Share of its capacity"), USED)
GAP_CLOSED = Column("gap_closed", N_("Gap closed"), number(1), _CHARGED)
LEADS = Column("leads", N_("Leads a year"), COUNT)
FROM_LEADS = Column("vehicles", N_("From leads"), number(1), _SOLD)
CHARGING_GAP = Column("charging_gap", N_("Charging gap"), COUNT, _CHARGED)
CHARGING_LACK = Column("lacking", N_("Share of its demand"), WHOLE_SHARE)
PILES = Column("piles", N_("Piles"), COUNT)
POWER = Column("kw", N_("Power"), COUNT, "kW")
SUPPLY = Column("supply", N_("Capacity"), COUNT, _CHARGED)
CHARGING_DEMAND = Column("charging_demand", N_("Demand, weighted by minutes"), COUNT, _CHARGED)

# Trade areas
LEVEL = Column("level", N_("Trade area"))
HELD = Column("held", N_("Of sales"), SHARE)
OF_THIS = Column("people_a", N_("Of this"), SHARE)
OF_OTHER = Column("people_b", N_("Of other"), SHARE)

# Asked for in the app
AT_LEAST = Column("at_least", N_("At least"), COUNT)
AT_MOST = Column("at_most", N_("At most"), COUNT)
