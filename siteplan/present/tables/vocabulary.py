"""Every column that a person sees in a table, each once: its id, heading, format, unit and meaning.

Ids are those of CSV files and of plan.json where these have the figure. "X today" is today's network, X the plan's.
"""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
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

__all__ = [
    "ABOVE", "ABOVE_EQUAL", "ACHIEVED", "ALL", "AREA", "ASKED", "ASSUMED", "ASSUMPTION",
    "BEHIND", "BEST_PLAN", "BOUND", "BUDGET", "CALENDAR_YEAR", "CANDIDATES", "CANNIBALISED", "CAPACITY", "CAPEX",
    "CAPEX_FIXED", "CAPEX_PER_M2", "CAPTURE", "CAPTURE_HELD", "CAPTURE_TODAY", "CHANGE", "CHARGER_USED",
    "CHARGING_DEMAND", "CHARGING_GAP", "CHARGING_LACK", "CITY", "COLUMN", "CONTRIBUTION", "COST_PER_VEHICLE",
    "COUNTY", "COVERAGE", "COVERAGE_RURAL", "COVERAGE_URBAN", "COVERED", "COVERED_IN_TIER", "COVERED_TODAY",
    "CRITERION", "DATE", "DECAY", "DEMAND", "DIRECTION", "DOES", "DRAWN", "DRAWN_OUTSIDE", "DRAWS", "DRIVE",
    "ENTRY_CAPEX", "ESTIMATE", "FAILED", "FIGURES", "FILLED_WITH", "FOOTFALL", "FORECAST", "FORMAT", "FORMATS",
    "FORMAT_TODAY", "FROM_LEADS", "FROM_OUTSIDE", "FROM_RIVALS", "GAIN", "GAP_CLOSED", "GAP_LEFT", "GRADE", "HELD",
    "HELD_OUT", "HIGH", "HIGH_95", "IDEAL", "IN_STUDY", "IN_WORDS", "KEPT", "LABEL", "LACKS", "LEADS", "LEVEL",
    "LICENCE", "LIKE", "LINE", "LOG_LIKELIHOOD", "LOSERS", "LOW", "LOW_95", "MARGIN", "MARGINAL", "MEASURE", "MET",
    "METHOD", "MIDPOINT", "MODELLED", "NEAREST", "NEAREST_MINUTES", "NEEDED_FOR", "NET_NEW", "NEV_FACTOR",
    "NEWLY_COVERED", "NEXT_UNIT", "NPV", "N_SITES", "OBSERVED", "OFF", "OF_OTHER", "OF_THIS", "OF_TIER", "OPENED",
    "OPEX", "OUTLOOK", "OUT_OF_REACH", "OWNERSHIP", "OWN_SHARE", "PARAMETER", "PEOPLE", "PERCENTILE",
    "PERCENTILE_TIER", "PERSONS_UNCOVERED", "PILES", "PLACE", "PLANNED", "POINTS", "POINTS_WEIGHED", "POWER", "PRICE",
    "PROBABILITY", "PROBLEM", "PROVINCE", "P_TOP", "RANK", "RANKS", "RATE", "REACHED_MINUTES", "REMEDY", "REMOVAL",
    "REMOVAL_RESOLVED", "RENT", "RESULT", "ROWS", "RULE", "RURAL", "SALES", "SAYS", "SCORE", "SCORE_AS_FORMAT",
    "SEGMENT", "SESSIONS", "SETTING", "SETTINGS", "SET_TO", "SHARE_ASKED", "SHARE_BOUGHT", "SHARE_OF_MARKET",
    "SHARE_TODAY", "SITE", "SITES", "SLACK", "SOLD_AT", "SOURCE", "STAFF", "STANDARD_ERROR", "STATUS", "STAY", "STEP",
    "SUPPLY", "TABLE", "THERE", "TIER", "TODAY", "UNCOVERED", "UNCOVERED_TODAY", "UNLIKE", "UNMET", "UNMET_NEW",
    "UNSERVED", "USED_FOR", "USUAL", "VALUE", "VISITS", "WEIGHT", "WHO", "WHY", "WITHOUT", "ZONES",
]  # fmt: skip

_SOLD, _MONEY, _A_YEAR, _PERSONS, _CHARGED = "vehicles/year", "currency", "currency/year", "persons", "sessions/day"

# Sites and places
SITE = TableColumn("name", N_("Site"), NAME)
PROVINCE = TableColumn("province", N_("Province"))
CITY = TableColumn("city", N_("City"), optional=True)
COUNTY = TableColumn("county", N_("County"))
TIER = TableColumn("tier", N_("Tier"))
PLACE = TableColumn("place", N_("Place"))
FORMAT = TableColumn("format", N_("Format"), SHORT)
FORMAT_TODAY = TableColumn("format_today", N_("Format today"), SHORT)
FORMATS = TableColumn("formats", N_("Formats"))
PEOPLE = TableColumn("population", N_("People"), COUNT)
ZONES = TableColumn("zones", N_("Zones"), COUNT)
DEMAND = TableColumn("demand", N_("Demand"), COUNT, _SOLD)

# What a site or a network does
CHANGE = TableColumn("change", N_("Change"), SHORT)
CAPTURE = TableColumn("capture", N_("Capture"), COUNT, _SOLD)
CAPTURE_TODAY = TableColumn("capture_today", N_("Capture today"), COUNT, _SOLD)
ABOVE = TableColumn("demand_above_capacity", N_("Above capacity"), COUNT, _SOLD, N_("won above the capacity, and lost"))
FORECAST = TableColumn("forecast", N_("Forecast"), COUNT, _SOLD)
NET_NEW = TableColumn("net_new", N_("Net-new"), COUNT, _SOLD)
CANNIBALISED = TableColumn("cannibalised", N_("From own sites"), COUNT, _SOLD)
FROM_RIVALS = TableColumn("from_rivals", N_("From competitors"), COUNT, _SOLD)
FROM_OUTSIDE = TableColumn("from_outside", N_("From other ways to buy"), COUNT, _SOLD)
LOSERS = TableColumn("losers", N_("Losing most"), SENTENCE)
REMOVAL = TableColumn(
    "removal_value",
    N_("Removal value"),
    COUNT,
    help=N_("what the plan's figure loses if the site closes and all else stays; re-evaluated, not re-solved"),
)
REMOVAL_RESOLVED = TableColumn(
    "removal_resolved",
    N_("Re-solved"),
    written(150),
    help=N_("removal value once the best other plan takes the site's place; re-solved, – where not re-solved"),
)
CAPEX = TableColumn("capex", N_("Investment"), MONEY, _MONEY)
OPEX = TableColumn("opex", N_("Running cost"), MONEY, _A_YEAR)
RESULT = TableColumn("yearly_result", N_("Annual result"), MONEY, _A_YEAR)
NPV = TableColumn("npv", N_("Net present value"), MONEY, _MONEY)
NEEDED_FOR = TableColumn("needed_for", N_("Needed for"), NAME)
WHY = TableColumn("why", N_("Why"), SENTENCE)
SHARE_OF_MARKET = TableColumn("share", N_("Market share"), SHARE)
SHARE_TODAY = TableColumn("share_before", N_("Market share today"), SHARE)
COVERAGE = TableColumn("coverage", N_("Covered, all"), SHARE)
COVERAGE_RURAL = TableColumn("coverage_rural", N_("Covered, rural"), SHARE)
COVERAGE_URBAN = TableColumn("coverage_urban", N_("Covered, urban"), SHARE)
COVERED_IN_TIER = TableColumn("coverage_tier", N_("Covered, {tier}"), SHARE)
COVERED = TableColumn("covered", N_("Covered"), SHARE)
COVERED_TODAY = TableColumn("covered_before", N_("Covered today"), SHARE)
OPENED = TableColumn("opened", N_("New sites"), COUNT)
COST_PER_VEHICLE = TableColumn("cost_per_vehicle", N_("Cost per vehicle"), MONEY, "currency/vehicle")
REACHED_MINUTES = TableColumn("mean_minutes_reached", N_("Mean drive of those in reach"), number(1), "min")
NEWLY_COVERED = TableColumn("newly_covered", N_("People newly covered"), COUNT, _PERSONS)
OUT_OF_REACH = TableColumn("out_of_reach", N_("People out of reach"), COUNT, _PERSONS)
RURAL = TableColumn("rural", N_("Rural people"), COUNT)
UNCOVERED = TableColumn("uncovered", N_("Not covered"), COUNT, _PERSONS)
UNCOVERED_TODAY = TableColumn("uncovered_before", N_("Not covered today"), COUNT, _PERSONS)
DRIVE = TableColumn("minutes", N_("Mean drive"), COUNT, "min")
MEASURE = TableColumn("measure", N_("Measure"))
TODAY = TableColumn("today", N_("Today"), WRITTEN)
PLANNED = TableColumn("plan", N_("With the plan"), WRITTEN)
OUTLOOK = TableColumn("outlook", N_("Outlook"))
PROBABILITY = TableColumn("probability", N_("Probability"), WHOLE_SHARE)

# Rules
RULE = TableColumn("rule", N_("Rule"), words(230))
MET = TableColumn("met", N_("Met"), YES_NO)
ASKED = TableColumn("asked", N_("Required"), written(170))
ACHIEVED = TableColumn("achieved", N_("Achieved"), WRITTEN)
SLACK = TableColumn("slack", N_("Slack"), WRITTEN)
NEXT_UNIT = TableColumn(
    "shadow_price",
    N_("One more unit brings"),
    written(150),
    help=N_("by the last relaxation of the search, an estimate near this plan; – where none is known or room is left"),
)
PRICE = TableColumn(
    "price",
    N_("Gain without it"),
    written(130),
    help=N_("re-solved without the rule, all others kept; in brackets what the proofs leave open"),
)
IN_WORDS = TableColumn("words", N_("In words"), words(420))
WITHOUT = TableColumn("without", N_("Without"), NAME)
GAP_LEFT = TableColumn("gap", N_("Gap"), GAP)
NEAREST = TableColumn("nearest", N_("Nearest candidate"), NAME)
NEAREST_MINUTES = TableColumn("nearest_minutes", N_("Minutes"), COUNT, "min")
PERSONS_UNCOVERED = TableColumn("persons", N_("People uncovered"), COUNT)

# Candidates that do not open
GAIN = TableColumn("gain", N_("Would add"), COUNT)
LACKS = TableColumn("entry_price", N_("Lacks"), written(130))
ENTRY_CAPEX = TableColumn("entry_capex", N_("Entry price"), written(190), _MONEY)

# Frontiers
BUDGET = TableColumn("budget", N_("Budget"), MONEY, _MONEY)
SHARE_ASKED = TableColumn("share_asked", N_("Required share"), WRITTEN)
BEST_PLAN = TableColumn("value", N_("Best plan"), COUNT)
BOUND = TableColumn("bound", N_("Bound"), COUNT)
MARGINAL = TableColumn("marginal", N_("Per {step} more"), MONEY_MORE)
SITES = TableColumn("sites", N_("Sites"), COUNT)
KEPT = TableColumn("kept", N_("Kept"), COUNT)
STATUS = TableColumn("status", N_("How it ended"), SENTENCE)

# Scores
SCORE = TableColumn("score", N_("Score"), MARKED)
SCORE_AS_FORMAT = TableColumn("score_as_format", N_("As this format"), MARKED)
RANK = TableColumn("rank", N_("Rank"), COUNT)
RANKS = TableColumn(
    "ranks", N_("Rank range"), WRITTEN, help=N_("when weights vary around those set, 5 % to 95 % of the draws")
)
P_TOP = TableColumn(
    "p_top", N_("Among the best"), WHOLE_SHARE, help=N_("how often among the best {top} when weights vary")
)
RENT = TableColumn("rent", N_("Rent"), number(1), "currency/m2/day")
FOOTFALL = TableColumn("footfall", N_("Foot traffic"), COUNT, "visits/day")
FAILED = TableColumn("failed", N_("Fails gate"))
CRITERION = TableColumn("criterion", N_("Criterion"))
VALUE = TableColumn("criterion_value", N_("Value"), WRITTEN)
PERCENTILE = TableColumn(
    "percentile",
    N_("Percentile"),
    COUNT,
    help=N_("how many per cent of the candidates have a lower value; half of the ties"),
)
PERCENTILE_TIER = TableColumn("percentile_tier", N_("In its tier"), COUNT)
POINTS = TableColumn("points", N_("Points"), number(1))
WEIGHT = TableColumn("weight", N_("Weight"), SHARE)
POINTS_WEIGHED = TableColumn("points_weighed", N_("Points × weight"), WRITTEN)
CONTRIBUTION = TableColumn("contribution", N_("Adds"), number(2))
DIRECTION = TableColumn("direction", N_("Better"))
METHOD = TableColumn("method", N_("Points by"))
LOW = TableColumn("low", N_("from"), WRITTEN)
HIGH = TableColumn("high", N_("to"), WRITTEN)
IDEAL = TableColumn("ideal", N_("Ideal"), WRITTEN)

# The model held against sales, and at the ends of its assumptions' ranges
N_SITES = TableColumn("n", N_("Own sites with sales"), COUNT)
OBSERVED = TableColumn("observed", N_("Sold"), COUNT, _SOLD)
MODELLED = TableColumn("modelled", N_("Modelled"), COUNT, _SOLD)
OFF = TableColumn("off", N_("Off by"), SHARE_MORE)
USUAL = TableColumn("usual", N_("Mean of the other sites of its format"), COUNT, _SOLD)
ASSUMPTION = TableColumn("assumption", N_("Assumption"))
ASSUMED = TableColumn("planned", N_("Planned"), WRITTEN)
THERE = TableColumn("there", N_("At that end"), WRITTEN)
CAPTURE_HELD = TableColumn(
    "capture_held",
    N_("Capture, refitted"),
    COUNT,
    _SOLD,
    N_("with the outside option refitted, so that own sites keep their observed sales"),
)
STAY = TableColumn("stay", N_("Sites that stay"), WRITTEN)
BEHIND = TableColumn("behind", N_("Behind"), SHARE, help=N_("how far, at most, behind the best plan there"))

# Fitted decays
PARAMETER = TableColumn("parameter", N_("Parameter"))
ESTIMATE = TableColumn("estimate", N_("Estimate"), WRITTEN)
STANDARD_ERROR = TableColumn("standard_error", N_("Standard error"), WRITTEN)
LOW_95 = TableColumn("low_95", N_("95 %, from"), WRITTEN)
HIGH_95 = TableColumn("high_95", N_("to"), WRITTEN)
IN_STUDY = TableColumn("in_study", N_("In the study"), WRITTEN)
DECAY = TableColumn("decay", N_("Decay"))
HELD_OUT = TableColumn("held_out", N_("Held out"), number(4))
ABOVE_EQUAL = TableColumn("above_equal_shares", N_("Above equal shares"), number(4))
LOG_LIKELIHOOD = TableColumn("log_likelihood", N_("Log-likelihood"), number(1))
RATE = TableColumn("rate", N_("Rate"), WRITTEN)
MIDPOINT = TableColumn("midpoint", N_("Midpoint"), WRITTEN)
VISITS = TableColumn("visits", N_("Visits"), COUNT)

# Demand and who buys
STEP = TableColumn("step", N_("Step"))
CALENDAR_YEAR = TableColumn("calendar_year", N_("Calendar year"))
OF_TIER = TableColumn("of_tier", "{tier}", AMOUNT)
ALL = TableColumn("all", N_("All"), AMOUNT)
SETTINGS = TableColumn("settings", N_("Settings and labels"), SENTENCE)
SEGMENT = TableColumn("segment", N_("Segment"))
LINE = TableColumn("line", N_("Line"))
WHO = TableColumn("who", N_("Who"))
NEV_FACTOR = TableColumn("nev_factor", N_("New-energy, times"), number(2))
DRAWN = TableColumn("drawn", N_("Attractiveness of sites"))
DRAWN_OUTSIDE = TableColumn("drawn_outside", N_("Attractiveness of buying elsewhere"))
SHARE_BOUGHT = TableColumn("share_bought", N_("Share of what is bought"))
SOLD_AT = TableColumn("sold_at", N_("Sold at"))

# What the study says and siteplan filled in
TABLE = TableColumn("table", N_("Table"), words(170))
COLUMN = TableColumn("column", N_("Column"), words(120))
ROWS = TableColumn("rows", N_("Rows"), words(150))
FILLED_WITH = TableColumn("from", N_("Filled in with"), SENTENCE)
PROBLEM = TableColumn("problem", N_("What is wrong"), words(340))
REMEDY = TableColumn("remedy", N_("What to do"), words(340))
SOURCE = TableColumn("source", N_("Source"))
SAYS, USED_FOR = TableColumn("says", N_("What it says")), TableColumn("used_for", N_("Used for"))
GRADE = TableColumn("grade", N_("Grade"), SHORT)
LICENCE = TableColumn("licence", N_("Licence"))
DATE = TableColumn("date", N_("Date"))
FIGURES = TableColumn("figures", N_("Figures"))
SETTING = TableColumn("setting", N_("Setting"))
SET_TO = TableColumn("set_to", N_("Set to"))
LABEL = TableColumn("label", N_("Label and note"))
DOES = TableColumn("functions", N_("Functions"))
DRAWS = TableColumn("attractiveness", N_("Attractiveness"), number(1))
AREA = TableColumn("area_m2", N_("Area"), COUNT, "m2")
CAPEX_FIXED = TableColumn("capex_fixed", N_("Investment, fixed"), MONEY, _MONEY)
CAPEX_PER_M2 = TableColumn("capex_per_m2", N_("Investment per m²"), MONEY, _MONEY)
STAFF = TableColumn("staff", N_("Staff"), COUNT)
MARGIN = TableColumn("margin", N_("Margin per vehicle"), MONEY, _MONEY)
CAPACITY = TableColumn("capacity", N_("Capacity"), COUNT, _SOLD)
OWNERSHIP = TableColumn("ownership", N_("Run by"))
SALES = TableColumn("annual_sales", N_("Sales"), COUNT, _SOLD)

# Where demand is not met
UNMET = TableColumn("unmet", N_("Unmet demand"), COUNT, _SOLD)
UNMET_NEW = TableColumn("unmet_new", N_("Beyond the above"), COUNT, _SOLD, N_("not reached by the places above"))
UNSERVED = TableColumn("unserved", N_("Unserved"), COUNT, _SOLD, N_("not met by competitors either"))
OWN_SHARE = TableColumn("own_share", N_("Own share"), SHARE)
CANDIDATES = TableColumn("candidates", N_("Candidates in reach"), COUNT)
LIKE = TableColumn("like", N_("Similar to"), NAME)
UNLIKE = TableColumn("unlike", N_("Distance"), number(2))

# Charging
SESSIONS = TableColumn("sessions", N_("Sessions won"), number(1), _CHARGED)
CHARGER_USED = TableColumn("used", N_("Share of its capacity"), USED)
GAP_CLOSED = TableColumn("gap_closed", N_("Gap closed"), number(1), _CHARGED)
LEADS = TableColumn("leads", N_("Leads a year"), COUNT)
FROM_LEADS = TableColumn("vehicles", N_("From leads"), number(1), _SOLD)
CHARGING_GAP = TableColumn("charging_gap", N_("Charging gap"), COUNT, _CHARGED)
CHARGING_LACK = TableColumn("lacking", N_("Share of its demand"), WHOLE_SHARE)
PILES = TableColumn("piles", N_("Piles"), COUNT)
POWER = TableColumn("kw", N_("Power"), COUNT, "kW")
SUPPLY = TableColumn("supply", N_("Capacity"), COUNT, _CHARGED)
CHARGING_DEMAND = TableColumn("charging_demand", N_("Demand, weighted by minutes"), COUNT, _CHARGED)

# Trade areas
LEVEL = TableColumn("level", N_("Trade area"))
HELD = TableColumn("held", N_("Of sales"), SHARE)
OF_THIS = TableColumn("people_a", N_("Of this"), SHARE)
OF_OTHER = TableColumn("people_b", N_("Of other"), SHARE)
