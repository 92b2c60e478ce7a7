"""Files -> Study and Market, checked at the door."""

from siteplan.data.fingerprint import input_hash
from siteplan.data.study_toml.study_file import read_study, revised_plan
from siteplan.data.study_toml.template_study import write_template
from siteplan.data.tables.market_file import Findings, check_study, read_market

__all__ = [
    "Findings",
    "check_study",
    "input_hash",
    "read_market",
    "read_study",
    "revised_plan",
    "write_template",
]
