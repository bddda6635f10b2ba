"""What the rivals have in common besides the question: numbers of reasons, names of columns."""

from __future__ import annotations

PLANS = (
    "medical",
    "accident_property",
    "inpatient_medical",
    "inpatient_allowance",
    "critical_illness",
    "womens_illness",
    "accident",
    "childrens_accident",
)
COLUMNS = ("eligible", "accepted", "reason", "fee", "cap")
R = {
    "serving.not_serving": 1,
    "medical_insurance.not_insured": 2,
    "union_member.not_a_member": 3,
    "card.none": 4,
    "sex.other": 5,
    "age.too_young": 6,
    "age.too_old": 7,
    "in_beijing.outside": 20,
    "has_union.none": 21,
    "no_union.has_one": 22,
    "child.none": 30,
    "child_health.not_healthy": 31,
    "child_age.not_a_student": 33,
    "beside_member.member_not_entered": 34,
    "beside_member.member_refused": 35,
    "level.not_sold": 40,
    "level.none_chosen": 41,
    "level.unknown": 42,
    "shares.not_sold": 43,
    "shares.too_many": 44,
    "participation.too_few": 50,
    "participation.more_than_base": 51,
    "missing.serving": 101,
    "missing.basic_medical_insurance": 102,
    "missing.union_member": 103,
    "missing.jingka_card": 104,
    "missing.in_beijing": 120,
    "missing.has_union": 121,
    "missing.employees": 122,
    "missing.female_employees": 123,
    "missing.employees_with_minor_children": 124,
    "missing.healthy": 131,
    "missing.student": 133,
    "beside_member.member_unknown": 135,
    "participation.undecided": 150,
}
"""Numbers of reasons, as the page on frames has them."""
REPEATED = -2
"""The reason of a row that a plan does not take, since it takes the member once already."""
