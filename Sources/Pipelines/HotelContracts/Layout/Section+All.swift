/// Every section: the one description that parsing, tables, insertion and verification follow.
extension Section {
    private static let week =
        "monday b, tuesday b, wednesday b, thursday b, friday b, saturday b, sunday b"

    /// The known sections, those of the general files first.
    static let known = [
        Section(
            "GHOT", "Hotel", .general,
            """
            hotel i!, category t, destination t!, chain t, market t, reserved t, ranking i, no_hotel t,
            country t, accommodation_type t, longitude n, latitude n, name t
            """, lastFieldTakesRest: true),
        Section("GTTO", "Board", .general, "code t!, name t"),
        Section("IDES", "Destination", .general, "code t!, country t, name t"),
        Section("GCAT", "Category", .general, "code t!, name t"),
        Section(
            "CCON", "Contract", .header,
            """
            is_external b, destination t!, office i!, contract i!, name t, company t, service t,
            hotel i!, giata i, from_date d!, to_date d!, no_hotel t, currency t, board t,
            classification t, payment_model t, is_daily_price b, release_days i, min_child_age i,
            max_child_age i, is_opaque b, is_fix_rate b, contract_type t, max_rooms i, hotel_content t,
            is_selling_price b
            """),
        Section(
            "CNHA", "Room", .contract,
            """
            room t!, characteristic t!, standard_capacity i!, min_pax i!, max_pax i!, max_adults i,
            max_children i, max_infants i, min_adults i, min_children i
            """),
        Section(
            "CNIN", "Inventory", .contract,
            "from_date d!, to_date d!, room t!, characteristic t!, rate t",
            tuples: .inventory("release i, allotment i")),
        Section(
            "CNCT", "Cost", .contract,
            "from_date d!, to_date d!, room t!, characteristic t!, generic_rate t, market_price t",
            tuples: .cost("is_per_pax b, net n, public n, specific_rate i, board t, amount n")),
        Section(
            "CNEM", "MinMaxStay", .contract,
            """
            application_date d, from_date d!, to_date d!, type t, rate t, room t, characteristic t,
            board t, min_days i!, max_days i!, \(week)
            """),
        Section(
            "CNCF", "CancellationFee", .contract,
            """
            application_date d, from_date d!, to_date d!, rate t, days i!, hours i, amount n,
            percentage n, first_night_amount n, first_night_percentage n, charge_type t, language t
            """),
        Section(
            "CNSU", "Supplement", .contract,
            """
            from_date d!, to_date d!, application_from d, application_to d, code t!, type t,
            is_per_pax b, per_day_or_stay t, characteristic t, room t, room_characteristic t, board t,
            adults i, pax_order i, min_age i, max_age i, pax_count i, amount n, percentage n,
            is_cumulative b, rate t, market t, \(week), use_limit i
            """),
        Section(
            "CNSR", "BoardSupplement", .contract,
            """
            from_date d!, to_date d!, board t!, is_per_pax b, amount n, percentage n, rate t, room t,
            characteristic t, min_age i, max_age i, \(week)
            """),
        Section(
            "CNOE", "CombinableOffer", .contract, "code t!, combined_code t!, is_excluded b"),
        Section("CNTA", "Rate", .contract, "code t!, description t"),
        Section(
            "CNES", "CheckInOut", .contract,
            "from_date d!, to_date d!, room t, characteristic t, type t!, \(week)"),
        Section(
            "CNPR", "Promotion", .contract,
            """
            code t!, description t, from_date d!, to_date d!, application_from d, application_to d,
            is_included b
            """),
        Section(
            "CNGR", "Free", .contract,
            """
            from_date d!, to_date d!, application_from d, application_to d, min_days i!, max_days i,
            free_days i!, discount n, base t, room t, characteristic t, board t
            """),
        Section(
            "CNPV", "StopSale", .contract,
            "from_date d!, to_date d!, room t, characteristic t, rate t"),
        Section(
            "CNHF", "HandlingFee", .contract,
            "code t!, from_date d!, to_date d!, amount n, percentage n, is_per_pax b"),
        Section(
            "CNNH", "NightHandling", .contract, "from_date d!, to_date d!, code t, amount n"),
        Section("CNCL", "ValidMarket", .contract, "country t!, is_valid b!"),
        Section(
            "ATAX", "Tax", .contract,
            """
            code t!, from_date d!, to_date d!, is_included b, currency t, amount n, percentage n,
            market t
            """),
        Section(
            "SIIN", "ExternalInventory", .contract,
            "from_date d!, to_date d!, room t!, characteristic t!, board t",
            tuples: .inventory("min_release i, max_release i, allotment i")),
        Section(
            "SIAP", "ExternalCost", .contract,
            """
            from_date d!, to_date d!, room t!, characteristic t!, board t, adults i, children i, rate t,
            is_per_pax b
            """, tuples: .cost("net n, public n, amount n")),
    ]

    /// What keeps the records of every other section as they are.
    static let other = Section("", "OtherRecord", .contract, "section t!, record t")

    /// All of them: a section's place here is the number of its table.
    static let all = known + [other]
}
