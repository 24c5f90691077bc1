// All sections: the single description for parsing, tables, insertion and verification.
extension Section {
    private static let week =
        "monday b, tuesday b, wednesday b, thursday b, friday b, saturday b, sunday b"

    /// The known sections, starting with those of the general files.
    static let known = [
        Section(
            "GHOT", table: "Hotel", scope: .general,
            fields: """
                hotel i!, category t, destination t!, chain t, market t, reserved t, ranking i, no_hotel t,
                country t, accommodation_type t, longitude n, latitude n, name t
                """, lastFieldTakesRest: true),
        Section("GTTO", table: "Board", scope: .general, fields: "code t!, name t"),
        Section(
            "IDES", table: "Destination", scope: .general, fields: "code t!, country t, name t"),
        Section("GCAT", table: "Category", scope: .general, fields: "code t!, name t"),
        Section(
            "CCON", table: "Contract", scope: .header,
            fields: """
                is_external b, destination t!, office i!, contract i, name t, company t, service t,
                hotel i!, giata i, from_date d!, to_date d!, no_hotel t, currency t, board t,
                classification t, payment_model t, is_daily_price b, release_days i, min_child_age i,
                max_child_age i, is_opaque b, is_fix_rate b, contract_type t, max_rooms i, hotel_content t,
                is_selling_price b
                """),
        Section(
            "CNHA", table: "Room",
            fields: """
                room t!, characteristic t!, standard_capacity i!, min_pax i!, max_pax i!, max_adults i,
                max_children i, max_infants i, min_adults i, min_children i
                """),
        Section(
            "CNIN", table: "Inventory",
            fields: "from_date d!, to_date d!, room t!, characteristic t!, rate t",
            tuples: .inventory("release i, allotment i")),
        Section(
            "CNCT", table: "Cost",
            fields:
                "from_date d!, to_date d!, room t!, characteristic t!, generic_rate t, market_price t",
            tuples: .cost("is_per_pax b, net n, public n, specific_rate i, board t, amount n")),
        Section(
            "CNEM", table: "MinMaxStay",
            fields: """
                application_date d, from_date d!, to_date d!, type t, rate t, room t, characteristic t,
                board t, min_days i!, max_days i!, \(week)
                """),
        Section(
            "CNCF", table: "CancellationFee",
            fields: """
                application_date d, from_date d!, to_date d!, rate t, days i!, hours i, amount n,
                percentage n, first_night_amount n, first_night_percentage n, charge_type t, language t
                """),
        Section(
            "CNSU", table: "Supplement",
            fields: """
                from_date d!, to_date d!, application_from d, application_to d, code t!, type t,
                is_per_pax b, per_day_or_stay t, characteristic t, room t, room_characteristic t, board t,
                adults i, pax_order i, min_age i, max_age i, pax_count i, amount n, percentage n,
                is_cumulative b, rate t, market t, \(week), use_limit i
                """),
        Section(
            "CNSR", table: "BoardSupplement",
            fields: """
                from_date d!, to_date d!, board t!, is_per_pax b, amount n, percentage n, rate t, room t,
                characteristic t, min_age i, max_age i, \(week)
                """),
        Section(
            "CNOE", table: "CombinableOffer", fields: "code t!, combined_code t!, is_excluded b"),
        Section("CNTA", table: "Rate", fields: "code t!, description t"),
        Section(
            "CNES", table: "CheckInOut",
            fields: "from_date d!, to_date d!, room t, characteristic t, type t!, \(week)"),
        Section(
            "CNPR", table: "Promotion",
            fields: """
                code t!, description t, from_date d!, to_date d!, application_from d, application_to d,
                is_included b
                """),
        Section(
            "CNGR", table: "Free",
            fields: """
                from_date d!, to_date d!, application_from d, application_to d, min_days i!, max_days i,
                free_days i!, discount n, base t, room t, characteristic t, board t
                """),
        Section(
            "CNPV", table: "StopSale",
            fields: "from_date d!, to_date d!, room t, characteristic t, rate t"),
        Section(
            "CNHF", table: "HandlingFee",
            fields: "code t!, from_date d!, to_date d!, amount n, percentage n, is_per_pax b"),
        Section(
            "CNNH", table: "NightHandling", fields: "from_date d!, to_date d!, code t, amount n"),
        Section("CNCL", table: "ValidMarket", fields: "country t!, is_valid b!"),
        Section(
            "ATAX", table: "Tax",
            fields: """
                code t!, from_date d!, to_date d!, is_included b, currency t, amount n, percentage n,
                market t
                """),
        Section(
            "SIIN", table: "ExternalInventory",
            fields: "from_date d!, to_date d!, room t!, characteristic t!, board t",
            tuples: .inventory("min_release i, max_release i, allotment i")),
        Section(
            "SIAP", table: "ExternalCost",
            fields: """
                from_date d!, to_date d!, room t!, characteristic t!, board t, adults i, children i, rate t,
                is_per_pax b
                """, tuples: .cost("net n, public n, amount n")),
    ]

    /// The section for records of all unknown sections, kept unchanged.
    static let other = Section("", table: "OtherRecord", fields: "section t!, record t")

    /// All sections; a section's index here is its table's number.
    static let all = known + [other]
}
