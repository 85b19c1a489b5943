"""The styles of a random year: what a seed is about, how large, how dirty. Proves nothing alone: see random_year.py.

A style is a dict of shares and switches; `dirt` holds, for each kind of dirt that is on, how often it strikes.
"""

import random

ROW_DIRT = """
    ragged bad_quote plain_quote bad_cell bad_core_cell blank_id blank_received blank_item unknown_item
    unknown_level blank_level blank_uscc scientific_uscc other_uscc name_spelled name_differs blank_name repeated
    cross_repeated near_repeated duplicate_id folded_duplicate
""".split()

PEOPLE_DIRT = """
    uscc_bad enterprise_unknown town_unknown town_not_administered subject_shared panel_incomplete
""".split()

FILE_DIRT = """
    not_data blank_line unknown_column computed_column header_unit
""".split()

REGISTER_DIRT = """
    reg_bad_cell reg_blank_cell reg_dup_equal reg_dup_differ reg_key reg_unknown reg_ragged reg_bad_quote
    scores_over scores_twice town_fault share_fault missing_register header_only short_register trap_d4aa
""".split()

# Flags: points that the spec leaves moot; a few years have one.
MOOT = """
    rare_types header_spaces spaced_totals unknown_tier unknown_criterion nasty_quote twice_upper formula
    short_forms spaced_blanks huge
""".split()


def choose_style(seed, size=None, without=()):
    rng = random.Random(f"{seed}/style")
    name = rng.choices(
        ["congested", "lines", "budgets", "ladders", "mixed", "dirty", "registers", "tiny", "large", "heavy"],
        [15, 17, 8, 13, 19, 15, 9, 5, 0.7, 3],
    )[0]
    style = {
        "seed": seed,
        "name": name,
        "policy": rng.choice(["2024", "made-up"]),
        "focus": "both",
        "flags": [],
        "plain_files": False,
        "fancy": 0.1,
        "pass": 0.95,
        "missing": 0.01,
        "upper": 0.04,
        "prior": 0.05,
        "deals": 0.02,
        "vetoes": 0.03,
        "colours": rng.choice([2, 3, 4, 6, 12]),
        "per_enterprise": rng.choice([1, 2, 3, 5, 8]),
        "several_items": rng.choice([0.4, 0.7, 1.0]),
        "maps": 800,
        "heavy": False,
        "aim": rng.choice([0, 0.1, 0.5]),
        "padded_ids": rng.random() < 0.5,
        "qualities": rng.choice([[80], [60, 80], [50, 60, 70, 80, 90], [100, 95, 75, 33, 66], [70, 71, 72]]),
    }
    everything = PEOPLE_DIRT + ROW_DIRT + FILE_DIRT + REGISTER_DIRT
    if name in ("congested", "heavy"):
        style.update(
            focus="selection",
            plain_files=rng.random() < 0.8,
            fancy=rng.choice([0, 0.05]),
            n=rng.choice([12, 25, 40, 60, 100]),
            missing=0,
            **{"pass": rng.choice([0.99, 0.97])},
        )
        style.update(
            per_enterprise=rng.choice([3, 4, 5, 8]),
            several_items=rng.choice([0.6, 1.0]),
            upper=0.02,
            prior=0.01,
            deals=0,
            vetoes=0,
        )
        kinds, rate = rng.sample(everything, 2), 0.01
        if name == "heavy":
            kinds = []
            style.update(
                heavy=True,
                n=20,
                prior=0,
                upper=0,
                colours=12,
                qualities=list(range(40, 101)),
                **{"pass": rng.choice([0.99, 1.0, 1.0, 1.0])},
            )
    elif name == "lines":  # few enterprises, many projects in all items, tight limits: lines fall, and some rise again
        style.update(
            focus="selection",
            plain_files=True,
            fancy=0,
            n=rng.choice([20, 30, 40, 60]),
            missing=0,
            colours=12,
            per_enterprise=rng.choice([6, 7, 8]),
            several_items=rng.choice([0.8, 1.0]),
            maps=1500,
            upper=0.01,
            prior=0,
            deals=0,
            vetoes=0,
            aim=0,
            qualities=list(range(40, 101)),
            contrary=rng.random() < 0.4,
            **{"pass": 0.99},
        )
        kinds, rate = [], 0
    elif name == "budgets":  # clean claims whose awards can be foreseen, so that budgets fall just beside their sum
        style.update(
            focus="ladders",
            n=rng.choice([3, 6, 12, 12, 25, 25, 50]),
            missing=0,
            upper=0,
            prior=0,
            deals=0,
            vetoes=0,
            per_enterprise=rng.choice([1, 1, 2, 4]),
            **{"pass": 1.0},
        )
        kinds, rate = [], 0
    elif name == "ladders":
        style.update(
            focus="ladders",
            n=rng.choice([20, 50, 100, 150]),
            upper=rng.choice([0.2, 0.4]),
            prior=rng.choice([0.2, 0.5]),
            deals=0.1,
            vetoes=0.1,
            **{"pass": 0.97},
        )
        kinds, rate = rng.sample(everything, 4), 0.01
    elif name == "mixed":
        style.update(
            n=rng.choice([10, 30, 60, 120, 200]),
            fancy=0.2,
            upper=0.08,
            prior=0.1,
            deals=0.05,
            vetoes=0.07,
            missing=0.02,
            **{"pass": rng.choice([0.8, 0.93])},
        )
        kinds, rate = rng.sample(everything, 20), rng.choice([0.01, 0.03])
    elif name == "dirty":
        style.update(n=rng.choice([10, 30, 60, 120]), fancy=rng.choice([0.2, 0.5, 0.9]), missing=0.03)
        kinds, rate = PEOPLE_DIRT[:3] + ROW_DIRT + FILE_DIRT + rng.sample(REGISTER_DIRT, 3), rng.choice(
            [0.01, 0.02, 0.04]
        )
    elif name == "registers":
        style.update(
            n=rng.choice([15, 40, 80]), fancy=rng.choice([0.1, 0.4]), upper=0.15, prior=0.15, deals=0.1, vetoes=0.1
        )
        kinds, rate = PEOPLE_DIRT + FILE_DIRT + REGISTER_DIRT, rng.choice([0.01, 0.02, 0.04])
    elif name == "tiny":
        style.update(n=rng.randint(1, 6), fancy=0.3)
        kinds, rate = rng.sample(everything, 12), 0.1
    else:
        style.update(n=int(10 ** rng.uniform(3, 4)), maps=100, focus=rng.choice(["selection", "both"]), missing=0.005)
        kinds, rate = rng.sample(everything, 25), 0.004
    style["dirt"] = {kind: rate for kind in kinds}
    for kind in (
        "not_data",
        "blank_line",
        "unknown_column",
        "computed_column",
        "header_unit",
        "name_spelled",
        "plain_quote",
    ):  # harmless ones may be frequent
        if kind in style["dirt"]:
            style["dirt"][kind] = rng.choice([0.1, 0.3, 0.6])
    for kind, share in (
        ("town_fault", 0.15),
        ("share_fault", 0.15),
        ("missing_register", 0.05),
        ("header_only", 0.05),
        ("short_register", 0.3),
        ("trap_d4aa", 0.5),
    ):
        if kind in style["dirt"]:
            style["dirt"][kind] = share
    if size:
        style["n"] = size
        style["maps"] = 100 if size > 500 else style["maps"]
    if rng.random() < 0.03:
        style["flags"].append("utf16")
    if rng.random() < 0.06:
        style["flags"].append(rng.choice(MOOT))
    style["flags"] = [flag for flag in style["flags"] if flag not in without]
    return style
