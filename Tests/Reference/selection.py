"""Ranking, selection and payment (spec 3, steps 6–8 and "Selection"; fine print 7–11).

Claims come here eligible, with E > 0 and above the pass mark.
"""

from bisect import bisect_right
from collections import defaultdict
from math import inf

MAPS_LIMIT = 65_536


# --- step 6: rank ------------------------------------------------------------------------------

def ranked_items(policy):
    return [item for item in policy.items if item.group in policy.slot_groups or item.enterprise_limit is not None]


def rank(item, claims, fact):
    """Rank 1 first: by the declared ties, else by E, level, time; then by id."""
    def place(app):
        if not item.ties:
            return -app.entitlement, app.level.order, app.facts["received_at"], app.id.encode()
        return *(_tie(fact(app, field), prefer) for field, prefer in item.ties), app.id.encode()

    return sorted(claims, key=place)


def _tie(value, prefer):
    if value is None:
        return 1, 0  # a missing tie fact stands last
    if isinstance(value, str):
        value = value.encode()
        if prefer in ("high", "late"):
            return 0, _Reversed(value)
        return 0, value
    return 0, -value if prefer in ("high", "late") else value


class _Reversed:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return self.value == other.value

    def __lt__(self, other):
        return other.value < self.value


# --- a group without slots: the key's highest E wins ---------------------------------------------

def select_without_slots(claims):
    by_key = defaultdict(list)
    for app in claims:
        by_key[app.uscc, app.key()].append(app)
    return [min(same, key=lambda app: (-app.entitlement, app.item.order, app.level.order,
                                       app.facts["received_at"], app.id.encode())) for same in by_key.values()]


# --- a group with slots: the cut-off lines -------------------------------------------------------

class Enterprise:
    """One enterprise's projects in a group, and its best choice for given lines."""

    def __init__(self, rankings, caps):
        """`rankings`: per item the enterprise's own [(rank, app)], by rank."""
        self.caps = caps   # per item: fen, or inf
        by_key = {}        # project → per item its best ranked (rank, app), or None
        for i, ranking in enumerate(rankings):
            for place, app in ranking:
                project = by_key.setdefault(app.key(), [None] * len(rankings))
                project[i] = project[i] or (place, app)
        self.projects = list(by_key.values())
        maps = 1
        for project in self.projects:
            maps *= 1 + sum(best is not None for best in project)
        self.greedy = maps > MAPS_LIMIT
        self.places = [[place for place, _ in ranking] for ranking in rankings]
        self.memory = {}

    def choose(self, lines):
        """The chosen (item index, rank) pairs, in order. They depend only on which own ranks stand above the lines."""
        visible = tuple(bisect_right(places, line) for places, line in zip(self.places, lines))
        if visible not in self.memory:
            options = [[(i, *best) for i, best in enumerate(project) if best and best[0] <= lines[i]]
                       for project in self.projects]
            self.memory[visible] = self._greedy(options) if self.greedy else self._exact(options)
        return self.memory[visible]

    def _exact(self, options):
        """The best of all maps project → {none} ∪ items.

        Of the maps of the first projects that bring each capped item to the same sum only the best can end as the
        best of all: pay of uncapped items and slots add up, and of two rank lists the one with the smallest rank
        that the other lacks is the smaller, whatever both gain alike. So one map per state is kept.
        """
        wanted = [sum(app.entitlement for project in options for j, _, app in project if j == i)
                  for i in range(len(self.caps))]
        caps = [inf if total <= cap else cap for total, cap in zip(wanted, self.caps)]  # out of reach is no cap
        nothing = (0, 0, ((inf,),) * len(caps))
        states = {(0,) * len(caps): (nothing, ())}
        for project in options:
            following = dict(states)
            for sums, ((pay, slots, lists), chosen) in states.items():
                for i, place, app in project:
                    cap, extra = caps[i], app.entitlement
                    into = sums
                    if cap is not inf:
                        extra, total = 0, min(cap, sums[i] + extra)
                        into = sums[:i] + (total,) + sums[i + 1:]
                    merged = lists[:i] + (tuple(sorted(lists[i] + (place,))),) + lists[i + 1:]
                    candidate = ((pay - extra, slots + 1, merged), chosen + ((i, place),))
                    if into not in following or candidate[0] < following[into][0]:
                        following[into] = candidate
            states = following
        best = min(((pay - sum(sums), slots, lists), chosen) for sums, ((pay, slots, lists), chosen) in states.items())
        return tuple(sorted(best[1]))

    def _greedy(self, options):
        """Largest marginal pay, then policy order, then rank; an assigned project does not move."""
        sums, chosen, free = [0] * len(self.caps), [], list(range(len(options)))
        while True:
            gains = [(-(min(self.caps[i], sums[i] + app.entitlement) - sums[i]), i, place, n)
                     for n in free for i, place, app in options[n]]
            gain, i, place, n = min(gains, default=(0, 0, 0, 0))
            if gain == 0:
                return tuple(sorted(chosen))
            sums[i] -= gain
            chosen.append((i, place))
            free.remove(n)


class Lines:
    """One line per item (spec 3): LINES A, then B."""

    def __init__(self, items, rankings):
        self.items, self.rankings = items, rankings
        self.slots = [inf if item.slots is None else item.slots for item in items]
        self.lines = [len(ranking) for ranking in rankings]
        self.rounds = []   # round, phase, item, line_before, line_after, chosen
        caps = [inf if item.enterprise_limit is None else item.enterprise_limit for item in items]
        own = defaultdict(lambda: [[] for _ in items])
        for i, ranking in enumerate(rankings):
            for place, app in enumerate(ranking, 1):
                own[app.uscc][i].append((place, app))
        self.enterprises = {uscc: Enterprise(ranked, caps) for uscc, ranked in own.items()}
        self.choices = {uscc: enterprise.choose(self.lines) for uscc, enterprise in self.enterprises.items()}
        self._lower()
        self._raise()

    def _chosen(self, k):
        """The chosen ranks of an item, in order."""
        return sorted(place for choice in self.choices.values() for i, place in choice if i == k)

    def _lower(self):
        number = 0
        while True:
            number += 1
            chosen = [self._chosen(k) for k in range(len(self.items))]
            over = [k for k in range(len(self.items)) if len(chosen[k]) > self.slots[k]]
            if not over:
                return
            for k in over:
                line = chosen[k][self.slots[k]] - 1
                self.rounds.append((number, "A", self.items[k].id, self.lines[k], line, len(chosen[k])))
                self.lines[k] = line
            for uscc, choice in self.choices.items():
                if any(place > self.lines[i] for i, place in choice):
                    self.choices[uscc] = self.enterprises[uscc].choose(self.lines)

    def _raise(self):
        counts = [len(self._chosen(k)) for k in range(len(self.items))]
        sweep, moved = 0, True
        while moved:
            sweep, moved = sweep + 1, False
            for k in range(len(self.items)):
                before = self.lines[k]
                while self._raise_one(k, counts):
                    pass
                if self.lines[k] > before:
                    moved = True
                    self.rounds.append((sweep, "B", self.items[k].id, before, self.lines[k], counts[k]))

    def _raise_one(self, k, counts):
        line = self.lines[k]
        if line == len(self.rankings[k]):
            return False
        uscc = self.rankings[k][line].uscc
        old = self.choices[uscc]
        new = self.enterprises[uscc].choose([*self.lines[:k], line + 1, *self.lines[k + 1:]])
        if new != old:
            changed = list(counts)
            for i, _ in old:
                changed[i] -= 1
            for i, _ in new:
                changed[i] += 1
            if any(count > slots for count, slots in zip(changed, self.slots)):
                return False
            counts[:] = changed
            self.choices[uscc] = new
        self.lines[k] += 1
        return True

    def winners(self):
        return [self.rankings[i][place - 1] for choice in self.choices.values() for i, place in choice]


# --- steps 7 and 8 for all groups ------------------------------------------------------------------

class Selection:
    def __init__(self, policy, claims, fact):
        self.rankings, self.lines, self.used, self.rounds = {}, {}, {}, []   # by item id
        for item in ranked_items(policy):
            ranking = rank(item, [app for app in claims if app.item is item], fact)
            self.rankings[item.id], self.lines[item.id] = ranking, len(ranking)
            if item.slots is not None:
                for place, app in enumerate(ranking, 1):
                    app.rank = place
        winners = self._winners(policy, claims)
        self._pay(policy, winners)
        self._explain_losers(policy, claims, winners)

    def _winners(self, policy, claims):
        winners = []
        for group in dict.fromkeys(item.group for item in policy.items):
            items = [item for item in policy.items if item.group == group]
            if group not in policy.slot_groups:
                winners += select_without_slots([app for app in claims if app.item.group == group])
                continue
            lines = Lines(items, [self.rankings[item.id] for item in items])
            self.lines.update((item.id, line) for item, line in zip(items, lines.lines))
            self.rounds += lines.rounds
            winners += lines.winners()
        for item in policy.items:
            self.used[item.id] = sum(app.item is item for app in winners)
        return winners

    def _pay(self, policy, winners):
        """In rank order within (enterprise, item): min(E, what the limit still leaves)."""
        won = set(winners)
        for app in winners:
            app.amount = app.entitlement
        for item in policy.items:
            if item.enterprise_limit is not None:
                left = defaultdict(lambda: item.enterprise_limit)
                for app in self.rankings[item.id]:
                    if app in won:
                        app.amount = min(app.entitlement, left[app.uscc])
                        left[app.uscc] -= app.amount
        for app in winners:
            if app.amount:
                reasons = [code for code, holds in (("reduced_by_upper", app.by_upper),
                                                    ("reduced_by_promotion", app.by_promotion),
                                                    ("reduced_by_limit", app.amount < app.entitlement)) if holds]
                app.end("awarded", *reasons or ["full"])

    def _explain_losers(self, policy, claims, winners):
        """Fine print 10."""
        winner_of = {(app.item.group, app.uscc, app.key()): app for app in winners if app.status == "awarded"}
        place = {app: n for ranking in self.rankings.values() for n, app in enumerate(ranking, 1)}
        for app in claims:
            if app.status:
                continue
            winner = winner_of.get((app.item.group, app.uscc, app.key()))
            if winner:
                if winner.item is app.item and winner.level is app.level:
                    app.end("superseded", "same_claim")
                else:
                    slots = app.item.group in policy.slot_groups
                    app.end("superseded", "placed_elsewhere" if slots else "higher_in_group")
            elif app in place and place[app] > self.lines[app.item.id]:
                app.end("reserve", "below_line")
            else:
                app.end("capped", "enterprise_limit")


# --- step 9: budgets (fine print 12) ----------------------------------------------------------------

def apply_budgets(policy, claims):
    for named, amount in policy.budgets:
        awarded = [app for app in claims if app.item.id in named and app.amount]
        fixed = [app for app in awarded if app.level.rule == "fixed"]
        scaled = [app for app in awarded if app.level.rule != "fixed"]
        left = max(0, amount - sum(app.amount for app in fixed))
        wanted = sum(app.amount for app in scaled)
        if wanted > left:
            _largest_remainder(scaled, left // policy.pay_unit, wanted, policy.pay_unit)


def _largest_remainder(awards, units, wanted, unit):
    base = {app: app.amount * units // wanted for app in awards}
    spare = units - sum(base.values())
    for app in sorted(awards, key=lambda app: (-(app.amount * units % wanted), -app.amount, app.id.encode())):
        if spare and base[app] + 1 <= app.amount // unit:
            base[app] += 1
            spare -= 1
    for app in awards:
        reduced = base[app] * unit
        if reduced == 0:
            app.end("capped", "reduced_by_budget")
        elif reduced < app.amount:
            kept = [reason for reason in app.reasons if reason not in ("full", "reduced_by_budget")]
            app.end("awarded", *kept, "reduced_by_budget")
        app.amount = reduced
