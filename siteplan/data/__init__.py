"""Files -> Study and Market, checked at the door."""

from siteplan.data.fingerprint import input_hash
from siteplan.data.market_file import Findings, check_study, read_market
from siteplan.data.study_file import read_study, revised_plan
from siteplan.data.template_study import write_template

__all__ = [
    "Findings",
    "check_study",
    "input_hash",
    "read_market",
    "read_study",
    "revised_plan",
    "write_template",
]
