"""The figures of who pays, of owners and of each site of a network, by their ids."""

from __future__ import annotations

from siteplan.present.board import board_vocabulary as b
from siteplan.present.channel.kpi_entries import KpiEntry, entry_of
from siteplan.present.tables import money_vocabulary as m
from siteplan.present.text.words import N_

__all__ = ["BOARD_ENTRIES"]

KPIS, CASE, PAYERS = "evaluate/kpis.py", "evaluate/business_case.py", "evaluate/who_pays.py"
ROOM, LOAD = "evaluate/channel/service_room.py", "formulate/service_load.py"

_PAYERS = (
    entry_of(b.CAPEX_ALL, "less", KPIS, N_("capex of all who pay together")),
    entry_of(b.OPEX_ALL, "less", KPIS, N_("opex of all who pay together")),
    entry_of(
        b.COST_SELLING, "less", KPIS, N_("cost_per_vehicle of the sites that sell: no service, charging or display")
    ),
    entry_of(
        b.COST_PARTNERS, "less", CASE, N_("cost_per_vehicle_all less cost_per_vehicle: what is received comes off")
    ),
    entry_of(b.NPV_PARTNERS, "more", CASE, N_("npv_all less npv")),
    entry_of(b.IRR_PARTNERS, "more", CASE, N_("irr of all who pay but the company")),
    entry_of(b.PAYBACK_PARTNERS, "less", CASE, N_("payback of all who pay but the company")),
    entry_of(b.RESULT_COMPANY, "more", CASE, N_("npv of the own cash flows / annuity factor, nothing displaced")),
    entry_of(b.RESULT_PARTNERS, "more", CASE, N_("the same of all who pay but the company")),
    entry_of(b.RESULT_TODAY, "more", CASE, N_("result in today's network")),
    entry_of(b.RESULT_PARTNERS_TODAY, "more", CASE, N_("result_partners in today's network")),
    entry_of(b.SOLD_TODAY, "more", CASE, N_("sold in today's network")),
    entry_of(m.INCOME, "more", PAYERS, N_("margin, service and charging, as an even yearly sum")),
    entry_of(m.PAID_OUT, "less", PAYERS, N_("payout and partners' shares, likewise; below nothing it is received")),
)
_OWNERS = (
    entry_of(b.OWNERS, "", ROOM, N_("own vehicles in use of the people who live there")),
    entry_of(b.OWNERS_SERVED, "more", LOAD, N_("owners handed to the site, or who found one: the nearest with room")),
    entry_of(b.OWNERS_SERVED_TODAY, "more", LOAD, N_("owners_served in today's network")),
    entry_of(b.OWNERS_LOAD, "", LOAD, N_("owners handed to the site from all zones")),
    entry_of(b.OWNERS_ROOM, "more", LOAD, N_("owners of the format: most that a site looks after")),
    entry_of(
        b.SESSIONS_ROOM, "more", "charging/charging_supply.py", N_("kW x utilisation x 24 / kwh_per_session, or piles")
    ),
    entry_of(b.OWNERS_UNSERVED, "less", LOAD, N_("owners who reach service and find no room at any site")),
    entry_of(b.OWNERS_OUT, "less", LOAD, N_("owners farther than travel.max_minutes from any service")),
)
_MODEL = (
    KpiEntry(
        "decay_rate",
        N_("Decay with minutes (rate)"),
        N_("rate of [trade_area]; beside it the 95 % interval of the one fitted to flows by maximum likelihood"),
        "",
        "",
        "tradearea/calibration/flows_decay.py",
    ),
)

BOARD_ENTRIES: tuple[KpiEntry, ...] = (*_PAYERS, *_OWNERS, *_MODEL)
