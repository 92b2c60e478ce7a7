"""Forecast: sales of options, learnt from own sites, and the model held against these."""

from siteplan.forecast.forecast import Forecast
from siteplan.forecast.held_today import HeldToday, held_today
from siteplan.forecast.option_sales import forecast_options
from siteplan.forecast.own_sales import sales_known

__all__ = ["Forecast", "HeldToday", "forecast_options", "held_today", "sales_known"]
