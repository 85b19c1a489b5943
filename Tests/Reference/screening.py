"""Screening, entitlement and score of one claim on its own (spec 3, steps 2–5)."""

from collections import defaultdict

import cells

NOT_EVALUATED = object()


class Screening:
    def __init__(self, policy, registers, applications):
        self.policy, self.registers = policy, registers
        self.shared = self._shared_subjects(applications)
        self.sales = defaultdict(dict)   # uscc → year → sales
        for (uscc, year), row in registers.figures.items():
            self.sales[uscc][year] = row["sales"]

    @staticmethod
    def _shared_subjects(applications):
        """(group, subject) that more than one enterprise claims (fine print 16)."""
        claimants = defaultdict(set)
        for application in applications:
            if application.status != "invalid" and application.subject:
                claimants[application.item.group, application.subject].add(application.uscc)
        return {claim for claim, enterprises in claimants.items() if len(enterprises) > 1}

    def decide(self, app):
        """Ends the application, or leaves its status open: then it is eligible, with E > 0 and a complete panel."""
        if app.status:
            return
        score, panel_complete = self._score(app)
        app.facts["score"] = score
        failures, doubts = self._conditions(app)
        doubts = self._identity(app) + doubts
        for failed, doubtful in (self._special_deals(app), self._vetoes(app), self._prior(app), self._upper(app)):
            failures += failed
            doubts += doubtful
        if not failures and not doubts and app.item.pays == "cash" and self._base(app) is None:
            doubts.append("missing_" + app.level.of)
        if failures:
            app.end("ineligible", *dict.fromkeys(failures))
        elif doubts:
            app.end("pending", *dict.fromkeys(doubts))
        elif app.item.pays == "later":
            app.end("deferred", "rules_pending")
        elif app.item.pays == "service":
            app.end("service", "non_cash")
        else:
            self._entitle(app)
            if app.status:
                return  # E = 0 is settled before the panel is looked at (fine print 2)
            if not panel_complete:
                app.end("pending", "panel_incomplete")
            elif app.item.criteria:
                app.score = score
                if app.item.pass_score is not None and score < app.item.pass_score:
                    app.end("reserve", "below_pass_mark")

    # --- step 2: who claims ----------------------------------------------------------------------

    def _identity(self, app):
        registers, doubts = self.registers, []
        unreadable = registers.is_unreadable_for(app.uscc) or self._faulty_sheets(app)
        known = app.uscc in registers.enterprises or app.uscc in registers.unreadable["enterprises"]
        if not known:
            doubts.append("enterprise_unknown")
        if not cells.credit_code_is_sound(app.uscc):
            doubts.append("uscc_invalid")
        if known and app.uscc not in registers.unreadable["enterprises"]:
            enterprise = registers.enterprises[app.uscc]
            if cells.fold_name(app.name) != cells.fold_name(enterprise["name"]):
                doubts.append("name_differs")
            town = enterprise["town"]
            if registers.town_is_unreadable(town):
                unreadable = True
            elif town not in registers.town_names:
                doubts.append("town_unknown")
            elif not registers.administered[registers.town_names[town]]:
                doubts.append("town_not_administered")
        if (app.item.group, app.subject) in self.shared:
            doubts.append("subject_shared")
        return doubts + ["register_unreadable"] if unreadable else doubts

    def _faulty_sheets(self, app):
        """A criterion that the item has not, a score above its points, one expert twice (fine print 21)."""
        if app.id in self.registers.unreadable["scores"]:
            return True
        points = {criterion.id: criterion.points for criterion in app.item.experts()}
        seen = set()
        for sheet in self.registers.sheets.get(app.id, ()):
            if sheet.criterion not in points or (sheet.score or 0) > points[sheet.criterion]:
                return True
            if (sheet.criterion, sheet.expert) in seen:
                return True
            seen.add((sheet.criterion, sheet.expert))
        return False

    # --- facts -----------------------------------------------------------------------------------

    def fact(self, app, name):
        """The fact's value, None if it is missing."""
        table, _, column = name.partition(".")
        registers = self.registers
        if table == "enterprise" and column:
            if app.uscc not in registers.enterprises or app.uscc in registers.unreadable["enterprises"]:
                return NOT_EVALUATED
            return registers.enterprises[app.uscc][column]
        if table == "figures" and column:
            if app.uscc in registers.unreadable["figures"]:
                return NOT_EVALUATED
            return self._figure(app.uscc, column)
        return app.facts.get(name)

    def _figure(self, uscc, column):
        """Fine print 19."""
        figures, year = self.registers.figures, self.policy.year
        current = figures.get((uscc, year))
        if column == "record":
            if not current or not current["history_complete"]:
                return None
            return max((sales for earlier, sales in self.sales[uscc].items() if earlier < year), default=0)
        if not current:
            return None
        if column == "growth":
            last = figures.get((uscc, year - 1))
            return current["sales"] - last["sales"] if last else None
        return current[column]

    # --- step 3: conditions and registers -----------------------------------------------------------

    def _conditions(self, app):
        failures, doubts = [], []
        for condition in app.item.conditions:
            if condition.level and condition.level != app.level.id:
                continue
            value = self.fact(app, condition.field)
            if value is NOT_EVALUATED:
                continue
            if value is None and condition.test != "absent":
                if condition.if_missing == "reject":
                    failures.append(condition.reason)
                else:
                    doubts.append("missing_" + condition.field)
            elif not self._holds(condition, value):
                (failures if condition.otherwise == "reject" else doubts).append(condition.reason)
        return failures, doubts

    def _holds(self, condition, value):
        wanted, policy = condition.value, self.policy
        match condition.test:
            case "equals":
                return value == wanted
            case "not_equals":
                return value != wanted
            case "one_of":
                return value in wanted
            case "starts_with":
                return value.startswith(wanted)
            case "over":
                return value > wanted
            case "at_least":
                return value >= wanted
            case "under":
                return value < wanted
            case "at_most":
                return value <= wanted
            case "in_year":
                return policy.start <= value[:10] <= policy.end
            case "by_year_end":
                return value[:10] <= policy.end
            case "present":
                return True
            case "absent":
                return value is None
        raise ValueError(condition.test)

    def _special_deals(self, app):
        failures, doubts = [], []
        for deal in self.registers.special_deals.get(app.uscc, ()):
            if deal["from"] <= self.policy.end and (deal["to"] is None or deal["to"] >= self.policy.start):
                if deal["items"] is None:
                    doubts.append("special_deal_unclear")
                elif app.item.id in deal["items"]:
                    failures.append("special_deal")
        return failures, doubts

    def _vetoes(self, app):
        failures, doubts = [], []
        for veto in self.registers.vetoes.get(app.uscc, ()):
            cleared = veto["cleared"] is not None and veto["cleared"] <= self.policy.end
            if veto["date"] <= self.policy.end and not cleared:
                if veto["advice"] == "veto":
                    failures.append("veto")
                elif veto["advice"] == "hold":
                    doubts.append("veto_hold")
        return failures, doubts

    def _prior(self, app):
        """Fine print 5."""
        for award in self.registers.prior_awards.get(app.uscc, ()):
            if award["status"] != "paid" or (award["subject"] or "") != app.subject:
                continue
            if app.item.once == "year" and award["year"] != self.policy.year:
                continue
            if app.item.group in self.policy.slot_groups:
                same = award["item"].group == app.item.group
            else:
                same = award["item"] is app.item and award["level"] is app.level
            if same:
                return ["already_awarded"], []
        return [], []

    def _upper_awards(self, app):
        """Fine print 4: the upper awards that concern a claim; none are looked at under `stack`."""
        if app.item.upper_overlap == "stack":
            return
        for award in self.registers.upper_awards.get(app.uscc, ()):
            if award["item"] is app.item and award["subject"] in (None, app.subject) and award["same_subject"] is not False:
                yield award

    def _upper(self, app):
        undecided = unclear = False
        for award in self._upper_awards(app):
            if award["status"] in ("announced", "applied"):
                undecided = True
            elif award["same_subject"] is None or (award["subject"] is None and app.subject):
                unclear = True
        return [], ["upper_award_undecided"] * undecided + ["upper_award_unclear"] * unclear

    # --- step 4: what is due ------------------------------------------------------------------------

    def _base(self, app):
        """The award before any ceiling, as a fraction over a million; None if its field is missing."""
        level = app.level
        if level.rule in ("up_to", "fixed"):
            return level.amount * cells.MILLION
        value = self.fact(app, level.of)
        if value is None or value is NOT_EVALUATED:
            return None
        return value * level.rate

    def _entitle(self, app):
        item, level = app.item, app.level
        fixed = level.rule == "fixed"
        standard = self._base(app) * (cells.MILLION if fixed else item.grant_ratio) // cells.MILLION**2
        if level.amount is not None:
            standard = min(standard, level.amount)
        if item.subject_limit is not None:
            standard = min(standard, item.subject_limit)
        upper = sum(award["amount"] for award in self._upper_awards(app))
        if item.upper_overlap == "exclude":
            after_upper = 0 if upper else standard
        else:
            after_upper = max(0, standard - upper)
        earlier = self._earlier(app) if item.promotion == "difference" else 0
        unit = 1 if fixed else self.policy.pay_unit
        steps = [amount // unit * unit for amount in (standard, after_upper, max(0, after_upper - earlier))]
        app.standard, app.upper, app.entitlement = standard, upper, steps[2]
        app.by_upper, app.by_promotion = steps[1] < steps[0], steps[2] < steps[1]
        if not steps[0]:
            app.end("ineligible", "nothing_to_pay")
        elif not steps[1]:
            app.end("superseded", "upper_award_covers")
        elif not steps[2]:
            app.end("superseded", "promotion_paid")

    def _earlier(self, app):
        """All paid prior awards with the claim's group key (fine print 6)."""
        total = 0
        for award in self.registers.prior_awards.get(app.uscc, ()):
            if award["status"] != "paid" or award["item"].group != app.item.group:
                continue
            level = award["level"].id if award["level"] else None
            key = {"subject": award["subject"] or "", "enterprise": "", "level": level}[app.item.group_per]
            if (app.item.group_per, key) == app.key():
                total += award["amount"]
        return total

    # --- step 5: the score ----------------------------------------------------------------------------

    def _score(self, app):
        """The total in millionths, and whether every panel is complete (fine print 20 and 28)."""
        if not app.item.criteria:
            return None, True
        total = 0
        for criterion in app.item.criteria:
            if criterion.kind == "experts":
                mean = self._panel(app, criterion)
                if mean is None:
                    return None, False
                total += mean
            else:
                total += self._band(criterion, self.fact(app, criterion.field))
        return total, True

    def _panel(self, app, criterion):
        scores = sorted(sheet.score for sheet in self.registers.sheets.get(app.id, ())
                        if sheet.criterion == criterion.id and not sheet.recused)
        if len(scores) < 3:
            return None
        if len(scores) >= 5:
            scores = scores[1:-1]
        return sum(scores) // len(scores)

    @staticmethod
    def _band(criterion, value):
        if value is None or value is NOT_EVALUATED:
            return next((points for at_least, points in criterion.bands if at_least is None), 0)
        if isinstance(value, int) and not isinstance(value, bool):
            reached = [band for band in criterion.bands if band[0] is not None and band[0] <= value]
            return max(reached)[1] if reached else 0
        return next((points for at_least, points in criterion.bands if at_least == value), 0)
