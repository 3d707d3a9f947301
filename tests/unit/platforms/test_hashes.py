"""Hashes that vendors print in their documentation, through the tables of their libraries and conversions APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tagc import registry
from tagc.ir.evaluate_expr import Moment, Phases, Scope
from tagc.ir.evaluate_page import PageState
from tagc.ir.evaluate_user import KnownUser
from tagc.ir.expr import RequireAll
from tagc.ir.program import Gate, GoogleConsent, Matching

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tagc.ir.program import MatchingKey

PAGE = PageState()
JOHN = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"
META_PHONE = "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"
VALERY = "08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c"
KOREAN = "8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14"
SNAP_PHONE = "dc008fda46e2e64002cf2f82a4906236282d431c4f75e5b60bfe79fc48546383"
SNAP_EMAIL = "542d240129883c019e106e3b1b2d3f3cb3537c43c425364de8e951d5a3083345"
X_PHONE = "1fa6b8d986d9b9cd01bf36951815158bbde9f520c0567c835dfe34783d0a4231"
# X prints it next to test@x.com.
X_EMAIL = "d360d510a224510f373931ce2d6215a799f5a9c1cef221b0149b6b6b50cced62"
REDDIT_EMAIL = "ff8d9819fc0e12bf0d24892e45987e249a28dce836a85cad60e28eaaa8c6d976"


def seen(keys: Iterable[MatchingKey], **person: str) -> dict[str, object]:
    """The person as these keys show them."""
    user = KnownUser()
    for field, value in person.items():
        user.learn(field, value)
    scope = Scope(
        moment=Moment(page=PAGE, clock=0, data={}),
        device=PAGE,
        clock=0,
        variables={},
        phases=Phases({}),
        level=lambda _: 2,
        random=iter(()),
        google=GoogleConsent(types=()),
    )
    gate = Gate(RequireAll(()))
    return user.seen_by(Matching(gate=gate, keys=tuple(keys), identify=()), scope) or {}


def of_api(platform: str, **person: str) -> dict[str, object]:
    api = registry.platforms()[platform].server
    assert api is not None
    return seen(api.matching, **person)


def of_library(platform: str, **person: str) -> dict[str, object]:
    return seen(registry.platforms()[platform].matching, **person)


@pytest.mark.parametrize(
    ("platform", "field", "value", "key", "printed"),
    [
        ("meta", "email", " John_Smith@gmail.com ", "em", JOHN),
        ("meta", "phone", "+1 (650) 555-1212", "ph", META_PHONE),
        ("pinterest", "phone", "+1 (650) 555-1212", "ph", META_PHONE),
        ("snap", "phone", "0016505551212", "ph", META_PHONE),
        ("meta", "first_name", "Valéry", "fn", VALERY),
        ("meta", "first_name", " 정 ", "fn", KOREAN),
        ("snap", "phone", "+44 844 412 4653", "ph", SNAP_PHONE),
        ("snap", "email", "Person@Example.com", "em", SNAP_EMAIL),
        ("x", "phone", "+1 (123) 456-7890", "hashed_phone_number", X_PHONE),
        ("x", "email", "Test@Twitter.com", "hashed_email", X_EMAIL),
        ("reddit", "email", "Al.ice$+Apple@Example.Com", "email", REDDIT_EMAIL),
    ],
)
def test_the_hash_is_the_one_that_the_vendor_prints(
    platform: str, field: str, value: str, key: str, printed: str
) -> None:
    assert of_api(platform, **{field: value}) == {key: printed}


def test_the_libraries_hash_as_the_apis_do() -> None:
    assert of_library("meta", email="John_Smith@gmail.com", first_name="Valéry") == {"em": JOHN, "fn": VALERY}
    assert of_library("snap", email="Person@Example.com", phone="+44 844 412 4653") == {
        "user_hashed_email": SNAP_EMAIL,
        "user_hashed_phone_number": SNAP_PHONE,
    }
    assert of_library("reddit", email="Al.ice$+Apple@Example.Com") == {"email": REDDIT_EMAIL}


@pytest.mark.parametrize("platform", [name for name, each in registry.platforms().items() if each.server])
def test_a_hash_is_passed_on_and_nothing_is_hashed_as_something(platform: str) -> None:
    upper = JOHN.upper()
    (known,) = of_api(platform, email=upper).values()
    assert known == JOHN
    assert of_api(platform, email="  ", phone="+", external_id=" ") == {}


@pytest.mark.parametrize(
    ("platform", "address", "same"),
    [
        *((name, "jane.doe@gmail.com", False) for name in ("meta", "tiktok", "pinterest", "linkedin", "x", "snap")),
        *((name, "jane.doe@gmail.com", True) for name in ("ga4", "reddit", "microsoft")),
        *((name, "jane.doe@example.org", True) for name in ("reddit", "microsoft")),
        ("ga4", "jane.doe@example.org", False),
    ],
)  # fmt: skip
def test_dots_of_an_address_count_where_the_vendor_says_so(platform: str, address: str, same: bool) -> None:  # noqa: FBT001 - a case
    assert (
        of_api(platform, email=address) == of_api(platform, email=address.replace("jane.", "jane"))
    ) is same


@pytest.mark.parametrize(
    ("platform", "with_plus"),
    [
        *((name, False) for name in ("meta", "pinterest", "snap")),
        *((name, True) for name in ("tiktok", "x", "ga4", "reddit", "microsoft")),
    ],
)
def test_a_phone_number_has_a_plus_where_the_vendor_says_so(platform: str, with_plus: bool) -> None:  # noqa: FBT001 - a case
    (known,) = of_api(platform, phone="+1 (123) 456-7890").values()
    assert (known == X_PHONE) is with_plus
