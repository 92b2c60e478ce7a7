"""Tests that run without coverage, which takes half as long again as they themselves do.

Whole studies, browsers, processes, repeated searches, and what runs lines that others run, too: found by what each
runs (`--cov --cov-context=test`) and how long it takes. Examples of laws are not counted, either (conftest.py).
"""

UNCOUNTED = {
    "acceptance", "browser", "cases", "cli/test_signals.py", "data/check/test_alike_ids.py",
    "data/check/test_key_checks.py", "data/check/test_option_checks.py", "data/check/test_score_checks.py",
    "data/check/test_shape_limits.py", "data/read/test_files.py", "data/tables/test_market_file.py",
    "data/test_doors.py", "data/test_fingerprint.py", "data/test_flows.py", "data/test_keep.py",
    "data/test_places_on_the_globe.py", "data/test_stations.py", "evaluate/explain/test_explained.py",
    "evaluate/test_alone.py", "evaluate/test_by_part.py", "evaluate/test_catchments.py", "evaluate/test_evaluate.py",
    "evaluate/test_filled_in.py", "evaluate/test_floor_reach.py", "evaluate/test_frontiers.py",
    "evaluate/test_spread.py", "evaluate/test_taken_by_site.py", "forecast/test_fitted_sales.py",
    "forecast/test_forecast.py", "forecast/test_held_today.py", "forecast/test_sales_fit.py", "formulate", "hostile",
    "jobs/test_jobs.py", "jobs/test_worker.py", "market/test_market.py", "market/test_options.py",
    "optimise/captures", "optimise/infeasibility/test_diagnose.py", "optimise/solvers/test_highs.py",
    "optimise/solvers/test_quiet.py", "optimise/heuristics", "optimise/analyses",
    "optimise/rules/test_lazy_constraints.py",
    "optimise/test_clock.py", "optimise/test_extreme.py", "optimise/test_model_export.py", "optimise/test_solve.py",
    "optimise/test_stopped.py", "optimise/test_target.py", "present/files/test_area_files.py",
    "present/files/test_export.py", "present/files/test_spreadsheet.py", "present/maps/test_market_map.py",
    "present/maps/test_plan_map.py", "present/plan_text/test_losses.py", "present/reports/test_report_html.py",
    "present/test_chinese.py", "present/test_forecast_pages.py", "present/text/test_words.py",
    "score/test_criteria.py", "score/test_observed_weights.py", "score/test_opportunities.py",
    "score/test_scorecard.py", "store/test_groundwork_cache.py", "study/test_objectives.py", "test_any_chain.py",
    "test_facilities.py", "test_guangdong.py", "test_params.py", "test_public.py", "test_words.py",
    "test_identity.py", "test_random_studies.py", "test_structure.py",
    "test_wheel.py", "tradearea/calibration/test_flows_decay.py", "tradearea/test_cannibalisation.py",
    "tradearea/test_huff_shares.py", "tradearea/test_parts.py", "travel/test_between.py",
    "travel/test_road_network.py", "travel/test_straight_line.py", "ui/screens/test_charging_page.py",
    "ui/test_any_chain.py", "ui/test_launch.py",
}  # fmt: skip
"""Files and folders."""

UNCOUNTED_TESTS = {
    "data/read/test_graphml.py": {
        "test_the_bundled_roads_are_the_same",
    },
    "data/read/test_workbook.py": {
        "test_a_stray_cell_far_out_is_told_not_loaded",
    },
    "data/check/test_demand_checks.py": {
        "test_shares_keys_and_columns_are_checked_at_the_door",
    },
    "data/road_graph/test_roads.py": {
        "test_roads_are_checked_with_the_tables",
    },
    "data/road_graph/test_roads_kept.py": {
        "test_what_is_spoilt_is_passed_over",
    },
    "data/study_toml/test_study_file.py": {
        "test_a_name_that_no_cell_could_match_is_told_with_the_one_that_does", "test_so_is_one_anywhere_else",
    },
    "data/study_toml/test_template_study.py": {
        "test_every_key_is_there_with_a_word_about_it",
    },
    "evaluate/test_outlooks.py": {
        "test_each_outlook_is_told_and_their_mean_is_what_counts",
        "test_without_outlooks_and_with_one_that_changes_nothing_the_plan_is_the_same",
    },
    "optimise/rules/test_captured_rules.py": {
        "test_a_vehicle_costs_at_most_so_much", "test_the_target_at_least_cost",
    },
    "present/test_calibration.py": {
        "test_a_failure_half_way_leaves_no_folder", "test_a_study_without_flows_exits_with_1_and_writes_nothing",
    },
    "present/plan_text/test_changes.py": {
        "test_a_hostile_name_is_only_text_on_the_map",
        "test_files_of_a_study_whose_sites_all_stay_know_only_new_ones", "test_report_and_app_list_them_with_why",
        "test_the_figure_says_who_is_no_longer_reached", "test_the_headline_says_how_many_close_and_convert",
        "test_the_map_tells_closed_and_converted_apart_by_shape_and_says_so",
    },
    "present/maps/test_charging_map.py": {
        "test_files_beside_the_scores",
    },
    "present/model_text/test_range_words.py": {
        "test_the_headline_stands_with_its_range_and_what_moves_it", "test_where_nothing_has_a_range_that_is_said",
    },
    "present/files/test_sales_fit_files.py": {
        "test_a_study_without_sales_is_refused_in_words", "test_the_revised_study_sells_what_own_sites_sold",
    },
    "market/test_sales_caps.py": {
        "test_an_option_alone_is_capped_too", "test_caps_that_nobody_reaches_change_nothing",
        "test_demand_above_capacity_is_told_wherever_there_are_caps_and_nowhere_else",
        "test_from_the_folder_to_the_files", "test_relief_of_a_site_that_wins_too_much_is_no_loss",
        "test_the_bound_says_that_it_is_loose_only_where_a_cap_may_bind",
        "test_where_margins_differ_every_plan_s_profit_is_counted_exactly",
    },
    "evaluate/review/test_reviewed.py": {
        "test_the_command_reviews_a_study", "test_the_network_is_the_best_of_all_there_are",
    },
    "present/tables/test_column.py": {
        "test_what_people_see_of_a_file_has_the_files_name",
    },
    "cli/test_commands.py": {
        "test_a_closed_or_full_stdout_loses_no_results",
        "test_a_process_whose_stdout_is_closed_or_full_says_so_and_nothing_as_it_ends",
        "test_cbc_finds_the_same_plan", "test_check_says_within_how_many_minutes_people_are_covered",
        "test_chinese_on_request", "test_ctrl_c_while_solving_writes_the_best_plan_with_its_gap",
        "test_escape_sequences_of_files_never_reach_the_terminal",
        "test_frontier_tells_points_without_a_plan_where_the_others_are_told",
        "test_frontier_writes_its_curves_each_point_with_its_proof", "test_no_plan_exits_with_3_and_says_why",
        "test_results_go_beside_the_study_if_nobody_says_where_and_over_nothing_of_anybodys",
        "test_stages_are_told_in_the_language_of_the_study", "test_usage", "test_why_a_site_has_its_score",
    },
    "cli/test_explain_command.py": {
        "test_it_says_so_in_chinese",
    },
    "evaluate/explain/test_infeasible.py": {
        "test_places_name_who_is_left_out_and_the_nearest_candidate",
        "test_rural_coverage_of_the_bundled_study_under_a_tenth_of_its_budget",
        "test_the_answer_is_told_in_the_readers_language",
    },
    "tradearea/calibration/test_huff_model.py": {
        "test_intervals_cover_the_truth_about_as_often_as_they_say",
    },
    "tradearea/calibration/test_study_flows.py": {
        "test_a_rate_outside_the_usual_range_is_said_and_kept", "test_residuals_sum_to_nothing_and_show_where",
        "test_the_truth_is_found_and_told",
    },
    "charging/test_charging_market.py": {
        "test_the_standard_of_the_study_comes_before_the_minutes_of_charging",
    },
    "travel/test_reach.py": {
        "test_minutes_of_a_usual_pace_are_not",
    },
    "ui/test_app.py": {
        "test_a_filter_keeps_what_passes_and_an_empty_table_says_so",
        "test_a_format_that_sells_nothing_says_what_it_opens_for",
        "test_a_run_that_broke_off_names_no_path_of_the_server", "test_a_selected_site_shows_its_card",
        "test_ends_without_a_plan_are_told_apart", "test_no_longer_search_can_be_asked_than_the_server_allows",
        "test_only_who_asked_may_stop_or_discard", "test_the_address_says_the_language",
        "test_the_question_is_read_back_and_follows_the_answers",
    },
    "store/test_confined.py": {
        "test_files_in_the_folder_are_read",
    },
    "ui/test_tables.py": {
        "test_new_sites_are_shown_as_the_plan_has_them_and_names_as_written",
    },
    "ui/screens/test_white_space_page.py": {
        "test_a_study_with_few_sites_says_how_many_are_needed",
    },
}  # fmt: skip
"""Single tests of files that are counted."""
