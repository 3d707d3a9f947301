"""What every platform promises, and facts that a change would have to look up again."""

from __future__ import annotations

import re
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from tagc import registry
from tagc.contracts import Conversions, Kind, Platform
from tagc.events import EVENTS, ITEM_FIELDS, PARAMETERS, USER_FIELDS
from tagc.ir.evaluate_forward import verdict
from tagc.ir.expr import Cell, Const, EventId, Field, Param, Payload, Root, Setting, User, walk
from tagc.js.names import top_level_names
from tagc.js.parse import parse
from tests.documents import CONVERSIONS, INSTANCES, SECOND, SERVERS, container, document, program, second

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tagc.ir.expr import Node
    from tagc.ir.program import Command

PLATFORMS = registry.platforms()
# Settings that nobody writes: what the whole of the document says.
IMPLIED = {"several", "matched", "linked_domains"}
every_platform = pytest.mark.parametrize("platform", PLATFORMS.values(), ids=list(PLATFORMS))

# Neutral events that a platform does not know, and why. What is not here has to be in its table.
GA4_ONLY = "GA4's own vocabulary; the platform has no standard or documented name"
SLOTS = "Snap has no name for it: a rule names one of its five slots"
NO_PARAMETER = "the vendor documents nothing of the kind"
BY_ID = "the browser knows no names: a rule gives the number of the conversion"
ABSENT_EVENTS = {
    "ga4": {},
    "meta": dict.fromkeys(("remove_from_cart", "view_cart", "refund"), GA4_ONLY),
    "tiktok": dict.fromkeys(("remove_from_cart", "view_cart", "refund"), GA4_ONLY),
    "linkedin": dict.fromkeys(EVENTS.keys() - {"page_view"}, BY_ID),
    "x": dict.fromkeys(EVENTS.keys() - {"page_view"}, BY_ID),
    "google_ads": dict.fromkeys(EVENTS.keys() - {"page_view"}, BY_ID),
    "microsoft": {"refund": GA4_ONLY},
    "pinterest": dict.fromkeys(("remove_from_cart", "view_cart", "refund"), GA4_ONLY),
    "reddit": dict.fromkeys(("remove_from_cart", "view_cart", "refund"), GA4_ONLY),
    "snap": {
        **dict.fromkeys(("remove_from_cart", "view_cart", "refund"), GA4_ONLY),
        **dict.fromkeys(("click_button", "download", "contact", "donate", "lead"), SLOTS),
        **dict.fromkeys(("customize_product", "find_location", "submit_application"), SLOTS),
    },
}
ABSENT_PARAMETERS = {
    "reddit": dict.fromkeys(
        ("search_string", "content_type", "content_name", "status", "method", "predicted_ltv"), NO_PARAMETER
    ),
    "snap": dict.fromkeys(("content_type", "predicted_ltv"), NO_PARAMETER),
    "x": {
        "order_id": "what a conversion is known by is the event id",
        "num_items": "the quantity stands in contents",
        **dict.fromkeys(("content_type", "predicted_ltv"), NO_PARAMETER),
    },
    "google_ads": dict.fromkeys(
        (
            *("search_string", "content_type", "content_name", "status", "method", "predicted_ltv"),
            "num_items",
        ),
        NO_PARAMETER,
    ),
    "microsoft": dict.fromkeys(("content_name", "status", "predicted_ltv", "num_items"), NO_PARAMETER),
    "linkedin": dict.fromkeys(PARAMETERS, "a conversion takes its number and the event id and nothing else"),
}

# Facts by value: whoever changes one has read the vendor's page.
SCRIPTS = {
    "ga4": "https://www.googletagmanager.com/gtag/js",
    "meta": "https://connect.facebook.net/en_US/fbevents.js",
    "tiktok": "https://analytics.tiktok.com/i18n/pixel/events.js",
    "linkedin": "https://snap.licdn.com/li.lms-analytics/insight.min.js",
    "pinterest": "https://s.pinimg.com/ct/core.js",
    "reddit": "https://www.redditstatic.com/ads/pixel.js",
    "snap": "https://sc-static.net/scevent.min.js",
    "x": "https://static.ads-twitter.com/uwt.js",
    "google_ads": "https://www.googletagmanager.com/gtag/js",
    "microsoft": "https://bat.bing.com/bat.js",
}
NAMES = {
    "ga4": """page_view page_view, click_button click_button, download file_download, search search, contact contact,
        add_to_cart add_to_cart, add_to_wishlist add_to_wishlist, initiate_checkout begin_checkout,
        add_payment_info add_payment_info, purchase purchase, donate donate, lead generate_lead, registration sign_up,
        subscribe subscribe, view_content view_item, customize_product customize_product, find_location find_location,
        schedule schedule, start_trial start_trial, submit_application submit_application, refund refund,
        view_cart view_cart, remove_from_cart remove_from_cart, view_category view_item_list""",
    "meta": """page_view PageView, click_button ClickButton, download Download, search Search, contact Contact,
        add_to_cart AddToCart, add_to_wishlist AddToWishlist, initiate_checkout InitiateCheckout,
        add_payment_info AddPaymentInfo, purchase Purchase, donate Donate, lead Lead, registration CompleteRegistration,
        subscribe Subscribe, view_content ViewContent, customize_product CustomizeProduct,
        find_location FindLocation, schedule Schedule, start_trial StartTrial, submit_application SubmitApplication""",
    "tiktok": """click_button ClickButton, download Download, search Search, contact Contact, add_to_cart AddToCart,
        add_to_wishlist AddToWishlist, initiate_checkout InitiateCheckout, add_payment_info AddPaymentInfo,
        purchase Purchase, donate Donate, lead Lead, registration CompleteRegistration, subscribe Subscribe,
        view_content ViewContent, customize_product CustomizeProduct, find_location FindLocation, schedule Schedule,
        start_trial StartTrial, submit_application SubmitApplication""",
    "linkedin": "",
    "pinterest": """page_view pagevisit, click_button custom, download custom, search search, contact contact,
        add_to_cart addtocart, add_to_wishlist addtowishlist, initiate_checkout initiatecheckout,
        add_payment_info addpaymentinfo, purchase checkout, donate custom, lead lead, registration signup,
        subscribe subscribe, view_content viewcontent, view_category viewcategory, customize_product customizeproduct,
        find_location findlocation, schedule schedule, start_trial starttrial, submit_application submitapplication""",
    "reddit": """page_view PageVisit, click_button ClickButton, download Download, search Search, contact Contact,
        add_to_cart AddToCart, add_to_wishlist AddToWishlist, initiate_checkout InitiateCheckout,
        add_payment_info AddPaymentInfo, purchase Purchase, donate Donate, lead Lead, registration SignUp,
        subscribe Subscribe, view_content ViewContent, customize_product CustomizeProduct,
        find_location FindLocation, schedule Schedule, start_trial StartTrial, submit_application SubmitApplication""",
    "snap": """page_view PAGE_VIEW, search SEARCH, add_to_cart ADD_CART, add_to_wishlist ADD_TO_WISHLIST,
        initiate_checkout START_CHECKOUT, add_payment_info ADD_BILLING, purchase PURCHASE, registration SIGN_UP,
        subscribe SUBSCRIBE, view_content VIEW_CONTENT, view_category LIST_VIEW, schedule RESERVE,
        start_trial START_TRIAL""",
    "x": "",
    "google_ads": "page_view page_view",
    "microsoft": """click_button click_button, download download, search search, contact contact, add_to_cart add_to_cart,
        add_to_wishlist add_to_wishlist, initiate_checkout begin_checkout, add_payment_info add_payment_info,
        purchase purchase, donate donate, lead generate_lead, registration sign_up, subscribe subscribe,
        view_content view_item, view_category view_item_list, customize_product customize_product,
        find_location find_location, schedule book_appointment, start_trial start_trial,
        submit_application submit_application, remove_from_cart remove_from_cart, view_cart view_cart""",
}
NOT_STANDARD = {
    "ga4": "click_button contact donate subscribe customize_product find_location schedule start_trial submit_application",
    "meta": "click_button download view_category",
    "tiktok": "click_button donate view_category",
    "linkedin": "",
    "pinterest": "",
    "reddit": """click_button download contact initiate_checkout add_payment_info donate subscribe view_category
        customize_product find_location schedule start_trial submit_application""",
    "snap": "",
    "x": "",
    "google_ads": "",
    "microsoft": "click_button download donate customize_product submit_application view_cart",
}
KEYS = {
    "ga4": "value currency items transaction_id search_term content_type content_name status method predicted_ltv num_items",
    "meta": """value currency contents content_ids content_type content_name order_id search_string status method
        predicted_ltv num_items""",
    "tiktok": """value currency contents content_type content_name order_id query search_string status method predicted_ltv
        num_items""",
    "linkedin": "",
    "pinterest": """value currency line_items order_id search_query order_quantity content_type content_name status method
        predicted_ltv""",
    "reddit": "value currency itemCount transactionId products",
    "snap": """price currency item_ids item_category number_items transaction_id search_string description success
        sign_up_method""",
    "x": "value currency contents search_string status description twclid restricted_data_use",
    "google_ads": "value currency items",
    "microsoft": """revenue_value currency items ecomm_prodid ecomm_pagetype ecomm_totalvalue transaction_id search_term
        content_type method""",
}
FIRST_PARTY_COOKIES = {
    "ga4": "{cookie_prefix}_ga {cookie_prefix}_ga_{short_id} {cookie_prefix}_gid {cookie_prefix}_gac_* FPLC",
    "meta": "_fbp _fbc",
    "tiktok": "_ttp _tt_enable_cookie ttclid ttcsid ttcsid_{pixel_code}",
    "linkedin": "li_fat_id li_giant ln_or",
    "pinterest": "_epik _derived_epik _pin_unauth _routing_id",
    "reddit": "_rdt_uuid _rdt_cid _rdt_em",
    "snap": "_scid _scid_r _sctr _schn _ScCbts _sclid snaptr-scut",
    "x": "_twclid",
    "google_ads": "_gcl_au _gcl_* _gac_*",
    "microsoft": "_uetsid _uetvid _uetmsclkid",
}
CLICK_IDS = {
    "ga4": "gclid dclid gbraid wbraid _gl",
    "meta": "fbclid",
    "tiktok": "ttclid",
    "linkedin": "li_fat_id",
    "pinterest": "epik",
    "reddit": "rdt_cid",
    "snap": "ScCid",
    "x": "twclid",
    "google_ads": "gclid gbraid wbraid dclid gad_source _gl",
    "microsoft": "msclkid",
}
GLOBALS = {
    "ga4": "gtag",
    "meta": "fbq",
    "tiktok": "ttq",
    "linkedin": "lintrk",
    "pinterest": "pintrk",
    "reddit": "rdt",
    "snap": "snaptr",
    "x": "twq",
    "google_ads": "gtag",
    "microsoft": "uetq",
}
NO_IDS = [
    "",
    "x",
    "-1",
    "G-",
    "g-abcde12345",
    "UA-12345-1",
    "G-ABCDE12345 ",
    "12",
    "1" * 40,
    "٣٣٣٣٣٣٣",
    "1e9",
    "'",
    "</script>",
]


def commands(platform: Platform) -> Iterator[Command]:
    groups = (
        *(platform.begin, platform.start, platform.send, platform.send_one, platform.stop, platform.update),
        *(platform.identify, platform.page or (), platform.page_one or (), platform.resume or ()),
    )
    for command in chain(*groups):
        yield command
        if command.receiver is not None:
            yield command.receiver


def nodes(command: Command) -> Iterator[Node]:
    roots: list[Node] = [*command.arguments, *([command.when] if command.when is not None else [])]
    roots += command.receiver.arguments if command.receiver is not None else ()
    for root in roots:
        yield from walk(root)


def browser_part(platform: Platform) -> str:
    shared = registry.part_path(f"platforms/{platform.library}.js")
    own = registry.part_path(f"platforms/{platform.name}/browser.js")
    assert platform.library is None or not own.exists(), (
        "the functions of a shared library stand in one place"
    )
    return (own if platform.library is None else shared).read_text("utf-8")


# ---- the vocabulary ----------------------------------------------------------------------------------


def test_every_platform_has_its_line_in_the_tables_of_this_file() -> None:
    for table in (
        ABSENT_EVENTS,
        SCRIPTS,
        NAMES,
        NOT_STANDARD,
        KEYS,
        FIRST_PARTY_COOKIES,
        CLICK_IDS,
        GLOBALS,
        INSTANCES,
        SECOND,
    ):
        assert table.keys() == PLATFORMS.keys()


def test_no_two_platforms_are_called_by_the_same_word() -> None:
    words = [word for platform in PLATFORMS.values() for word in (platform.name, *platform.called)]
    assert len(set(words)) == len(words)
    assert all(re.fullmatch("[a-z0-9_]+", word) for word in words)


@every_platform
def test_every_neutral_event_is_mapped_or_absent_for_a_reason(platform: Platform) -> None:
    absent = ABSENT_EVENTS[platform.name]
    assert platform.events.keys() | absent.keys() == EVENTS.keys()
    assert platform.events.keys() & absent.keys() == set()


@every_platform
def test_events_have_the_names_that_the_vendor_documents(platform: Platform) -> None:
    pairs = dict(entry.split() for entry in NAMES[platform.name].split(",") if entry.strip())
    for neutral, name in pairs.items():
        assert platform.events[neutral].name == name
    free = {neutral for neutral, event in platform.events.items() if not event.standard}
    assert free == set(NOT_STANDARD[platform.name].split())


@every_platform
def test_every_neutral_parameter_has_an_entry_or_is_absent_for_a_reason(platform: Platform) -> None:
    # A vendor's own parameters are there for their form, or to be allowed at all.
    mapped = {name for name, _, _ in platform.params} & PARAMETERS.keys()
    mapped |= {node.name for _, value in platform.extra for node in walk(value) if isinstance(node, Param)}
    assert mapped | ABSENT_PARAMETERS.get(platform.name, {}).keys() == PARAMETERS.keys()
    assert mapped & ABSENT_PARAMETERS.get(platform.name, {}).keys() == set()


@every_platform
def test_parameters_travel_under_the_keys_that_the_vendor_documents(platform: Platform) -> None:
    keys = list(dict.fromkeys(key for _, key, _ in platform.params))
    assert keys == KEYS[platform.name].split()


@every_platform
def test_a_parameter_has_a_vendor_key_once_and_is_what_its_entry_reads(platform: Platform) -> None:
    pairs = [(name, key) for name, key, _ in platform.params]
    assert len(pairs) == len(set(pairs))
    for name, key, value in platform.params:
        read = {node.name for node in walk(value) if isinstance(node, Param)}
        assert read <= {name}, f"{key} reads {read}"
        fields = {node.path[0] for node in walk(value) if isinstance(node, Field) and node.root is Root.ITEM}
        assert fields <= ITEM_FIELDS.keys(), key


@every_platform
def test_keys_that_every_event_has_are_not_parameters_too(platform: Platform) -> None:
    assert {key for key, _ in platform.extra} & {key for _, key, _ in platform.params} == set()


@every_platform
def test_what_the_vendor_requires_is_a_neutral_parameter_that_is_sent(platform: Platform) -> None:
    for neutral, event in platform.events.items():
        assert set(event.requires) <= {name for name, _, _ in platform.params}, neutral
        assert set(event.omits) <= {name for name, _, _ in platform.params} - set(event.requires), neutral


@every_platform
def test_a_closed_list_of_names_has_the_names_of_the_neutral_events(platform: Platform) -> None:
    if platform.names is not None:
        assert {event.name for event in platform.events.values()} <= platform.names


@every_platform
def test_the_grammar_of_a_vendor_takes_the_names_of_its_own_table(platform: Platform) -> None:
    grammar = platform.grammar
    if grammar is None:
        return
    if grammar.event is not None and platform.named is not None:
        for event in platform.events.values():
            assert event.standard or re.fullmatch(grammar.event.pattern, event.name), event.name
            assert event.name not in grammar.reserved
    sent = {key for _, key, _ in platform.params} | {name for name, _, _ in platform.params}
    assert {name for name, _ in grammar.enums} <= sent
    assert not sent & grammar.reserved_parameters
    if grammar.parameter is not None:
        assert all(re.fullmatch(grammar.parameter.pattern, key) for key in sent)


# ---- settings ----------------------------------------------------------------------------------------


@every_platform
def test_settings_are_ids_with_a_pattern_and_a_description(platform: Platform) -> None:
    assert platform.id_setting in platform.settings.model_fields
    for name, field in platform.settings.model_fields.items():
        pattern = next(getattr(item, "pattern", None) for item in field.metadata)
        assert pattern is not None, name
        assert pattern.startswith("^"), name
        assert pattern.endswith("$"), name
        assert field.description, name


@every_platform
def test_options_are_described_and_no_option_is_a_setting(platform: Platform) -> None:
    for name, field in platform.options.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
        assert not field.is_required(), f"{name}: a library works without"
    assert platform.options.model_fields.keys() & platform.settings.model_fields.keys() == set()


@every_platform
def test_the_ids_of_the_documentation_build(platform: Platform) -> None:
    program(document(platform.name))


@every_platform
@pytest.mark.parametrize("wrong", [*NO_IDS, "1234567890\n", "G-ABCDE12345\n"])
def test_what_is_no_id_is_told_at_its_place(platform: Platform, wrong: str) -> None:
    data = document(platform.name)
    data["platforms"][platform.name][platform.id_setting] = wrong
    with pytest.raises(AssertionError, match="wrong-format"):
        program(data)


# ---- commands ----------------------------------------------------------------------------------------


@every_platform
def test_every_function_is_a_part_of_ours_or_belongs_to_the_vendors_global(platform: Platform) -> None:
    text = browser_part(platform)
    exports = set(top_level_names(parse(text, module=True)))
    for command in commands(platform):
        name, *methods = command.function.split(".")
        if f"{platform.library or platform.name}{name[0].upper()}{name[1:]}" in exports:
            assert methods == []
            continue
        if name == GLOBALS[platform.name]:
            assert re.search(rf'window\.{name}\b|"{name}"', text), f"the part makes {name}"
        else:  # a method of what the receiver returns
            assert (
                any(other.receiver is command for other in commands(platform)) or command.receiver is not None
            )
            methods = [name]
        for method in methods:
            assert re.search(rf"\b{method}\b", text), f"the stub of {platform.name} has {method}"


@every_platform
def test_the_library_is_brought_by_exactly_one_command(platform: Platform) -> None:
    loads = [each.function for each in (*platform.begin, *platform.start) if "load" in each.function]
    assert "load" in loads
    assert not any(
        "load" in each.function
        for each in commands(platform)
        if each not in (*platform.begin, *platform.start)
    )


@every_platform
def test_commands_are_made_of_nothing_but_what_they_are_given(platform: Platform) -> None:
    settings = {*platform.settings.model_fields, *platform.options.model_fields, *IMPLIED}
    events = {*platform.send, *platform.send_one, *(platform.page or ()), *(platform.page_one or ())}
    for command in commands(platform):
        for node in nodes(command):
            asked = isinstance(node, Field) and not (command in events and node.root is Root.PAGE)
            reads = asked or isinstance(node, Param)
            assert not reads, f"{command.function} reads the page at a time of its own"
            if isinstance(node, Setting):
                assert node.name in settings


@every_platform
def test_settings_that_options_describe_are_used(platform: Platform) -> None:
    every = [node for command in commands(platform) for node in nodes(command)]
    every += [node for *_, value in (*platform.params, *platform.extra) for node in walk(value)]
    used = {node.name for node in every if isinstance(node, Setting)}
    used |= set(re.findall(r"\b(\w+)\b", browser_part(platform)))
    assert {*platform.settings.model_fields, *platform.options.model_fields} <= used


def cells(group: tuple[Command, ...]) -> set[str]:
    return {node.name for command in group for node in nodes(command) if isinstance(node, Cell)}


@every_platform
def test_every_event_has_the_cells_that_its_commands_take(platform: Platform) -> None:
    given = {"conversion"} if platform.conversion is not None else set()
    for send, page in ((platform.send, platform.page), (platform.send_one, platform.page_one)):
        for neutral, event in platform.events.items():
            group = page if neutral == "page_view" and page is not None else send
            assert cells(group) <= dict(event.cells).keys() | given, neutral
        if platform.named is not None:
            assert cells(send) <= dict(platform.named("Free name").cells).keys() | given


@every_platform
def test_a_free_name_arrives_as_it_was_written(platform: Platform) -> None:
    if platform.named is None:
        assert platform.conversion is not None, "without names there are ids"
        return
    name = (
        "My Event"
        if platform.names is None
        else max(platform.names - {e.name for e in platform.events.values()})
    )
    event = platform.named(name)
    assert event.name == name
    assert platform.names is not None or not event.standard
    assert name in dict(event.cells).values()
    for neutral in platform.events.values():
        if neutral.standard and not neutral.page:
            assert platform.named(neutral.name).standard, "the vendor's own name counts as such"


@every_platform
def test_user_data_stands_only_where_people_are_named(platform: Platform) -> None:
    def names(group: tuple[Command, ...]) -> bool:
        return any(isinstance(node, User) for command in group for node in nodes(command))

    # Either the library is told once, or a vendor without such a command takes it with each event.
    assert names(platform.send) == names(platform.send_one)
    assert names(platform.identify) + names(platform.send) == bool(platform.matching)
    for group in (platform.begin, platform.page or (), platform.stop, platform.update):
        assert not names(group)


@every_platform
def test_payloads_go_with_events_only(platform: Platform) -> None:
    for group in (platform.begin, platform.start, platform.stop, platform.update, platform.identify):
        assert not any(isinstance(node, Payload) for command in group for node in nodes(command))


@every_platform
def test_several_instances_of_an_addressable_library_are_told_apart(platform: Platform) -> None:
    if not platform.addressable:
        assert platform.send_one in {(), platform.send}
        assert platform.page_one in {(), platform.page}
        return
    # A conversion that has the id in it tells them apart, too.
    elsewhere = platform.conversion_of == platform.id_setting or any(
        node == Setting(platform.id_setting) for _, value in platform.extra for node in walk(value)
    )
    for group in (platform.send_one, platform.page_one):
        if group is not None:
            named = any(node == Setting(platform.id_setting) for command in group for node in nodes(command))
            assert named or elsewhere or not group


# ---- what people read --------------------------------------------------------------------------------


@every_platform
def test_facts_have_a_source_with_a_date(platform: Platform) -> None:
    assert platform.sources
    assert platform.grammar is None or platform.grammar.sources
    for source in (*platform.sources, *(platform.grammar.sources if platform.grammar else ())):
        assert source.url.startswith("https://"), source.url
        assert date.fromisoformat(source.checked).isoformat() == source.checked
        assert date.fromisoformat(source.checked) >= date(2025, 1, 1)


@every_platform
def test_a_platform_has_a_kind_a_title_and_whole_sentences(platform: Platform) -> None:
    assert isinstance(platform.kind, Kind)
    assert platform.title
    assert all(note.endswith(".") for note in platform.notes)
    assert re.fullmatch(r"[a-z][a-z0-9_]*", platform.name)


@every_platform
def test_scripts_and_hosts_are_https_and_agree(platform: Platform) -> None:
    assert platform.scripts == (SCRIPTS[platform.name],)
    scripts = {host.source for host in platform.hosts if host.directive == "script-src"}
    for address in platform.scripts:
        assert address.startswith("https://")
        assert "/".join(address.split("/")[:3]) in scripts, "the policy lets the script in"
        assert address in browser_part(platform), "the part loads what the manifest says"
    for host in platform.hosts:
        assert host.directive in {"script-src", "connect-src", "img-src", "frame-src", "form-action"}
        assert re.fullmatch(r"https://(\*\.)?[a-z0-9.-]+|[a-z]+:", host.source), host.source
    assert len(set(platform.hosts)) == len(platform.hosts)


@every_platform
def test_cookies_are_the_documented_ones_and_their_names_fill(platform: Platform) -> None:
    first = [cookie.name for cookie in platform.cookies if not cookie.third_party]
    known = dict.fromkeys((*platform.settings.model_fields, *platform.options.model_fields, "short_id"), "X")
    assert first == FIRST_PARTY_COOKIES[platform.name].split()
    for cookie in platform.cookies:
        assert re.fullmatch(r"[\w.*-]+", cookie.name.format_map(known), re.ASCII)
        assert cookie.lifetime
        assert cookie.purpose
    names = [cookie.name for cookie in platform.cookies]
    assert len(set(names)) == len(names)
    for entry in platform.storage:
        assert entry.kind in {"local", "session"}
        assert re.fullmatch(r"[\w.*-]+", entry.name, re.ASCII)


@every_platform
def test_click_ids_are_the_documented_ones(platform: Platform) -> None:
    assert list(platform.click_ids) == CLICK_IDS[platform.name].split()


# ---- user data ---------------------------------------------------------------------------------------

# Sent as they are, by the vendor's own rule: too coarse to name anybody, and GA4 wants no hash of them.
COARSE = dict.fromkeys(
    ("ga4", "google_ads"), frozenset({"city", "region", "postal_code", "country", "street"})
)


@every_platform
def test_identifiers_are_hashed_unless_the_library_wants_them_raw(platform: Platform) -> None:
    for key in platform.matching:
        assert key.field in USER_FIELDS, key.key
        assert key.hashed or platform.raw_matching or key.field in COARSE.get(platform.name, set()), key.key
    keys = [(key.path, key.key) for key in platform.matching]
    assert len(set(keys)) == len(keys)


@every_platform
def test_normalisation_reads_its_own_field_and_nothing_else(platform: Platform) -> None:
    for key in platform.matching:
        reads = {node for node in walk(key.normalise) if isinstance(node, Field)}
        assert reads == {Field(Root.USER, (key.field,))}


@every_platform
def test_raw_values_leave_the_page_only_for_an_instance_that_is_named(platform: Platform) -> None:
    field = platform.matching[0].field
    data = document(platform.name, user_data={"requires": "marketing", field: "$data.user.it"})
    assert ("normalised(" in container(data, readable=True)) is platform.matching[0].hashed
    data["user_data"]["raw_to"] = [platform.name]
    assert "value" in container(data, readable=True)
    if not platform.matching[0].hashed:
        assert "raw(" in container(data, readable=True)


# ---- all together ------------------------------------------------------------------------------------


@every_platform
def test_all_its_events_build_with_one_instance_and_with_two(platform: Platform) -> None:
    one, two = CONVERSIONS.get(platform.name, ("", ""))
    known = EVENTS if one else platform.events
    events: dict[str, dict[str, Any]] = {
        f"rule {name}": {
            "event": name,
            "on": {"data_layer": name},
            **({"platforms": {platform.name: {"conversion": one}}} if one else {}),
        }
        for name in known
    }
    data = document(platform.name, events=events)
    for rule in events.values():
        rule["params"] = {"value": 12, "currency": "GBP", "order_id": "$event.id"}
    parse(container(data))
    data["platforms"]["second"] = second(platform.name)
    if platform.conversion:
        for rule in events.values():
            rule["platforms"]["second"] = {"conversion": two}
    if not platform.one_id:
        parse(container(data))
    else:
        with pytest.raises(AssertionError, match=r"^second-instance: .*\Z"):
            container(data)


def test_constants_of_the_commands_are_those_the_vendors_document() -> None:
    told = {
        name: sorted(
            {
                str(command.arguments[0].value)
                for command in commands(platform)
                if command.arguments and isinstance(command.arguments[0], Const)
            }
        )
        for name, platform in PLATFORMS.items()
    }
    assert told == {
        "ga4": ["config", "consent", "event", "js", "set"],
        "google_ads": ["config", "consent", "event", "js", "set"],
        "microsoft": ["consent", "event", "set"],
        "x": ["config", "event"],
        "linkedin": ["setUserData", "track"],
        "meta": ["consent", "init", "set"],
        "pinterest": ["load", "page", "set", "setconsent", "track"],
        "reddit": ["disableFirstPartyCookies", "enableFirstPartyCookies", "init", "track"],
        "snap": ["init", "track"],
        "tiktok": [],
    }


# ---- conversions APIs --------------------------------------------------------------------------------

APIS = {name: platform.server for name, platform in PLATFORMS.items() if platform.server is not None}
every_api = pytest.mark.parametrize(("name", "api"), APIS.items(), ids=list(APIS))

# What an API does not take, and why. What is not here has to be in its table.
NOT_IN_API = {
    "linkedin": dict.fromkeys(
        PARAMETERS.keys() - {"value", "currency"}, "a conversion takes its value and nothing else"
    ),
    "x": {
        "order_id": "what a conversion is known by is the event id",
        **dict.fromkeys(("search_string", "content_type", "status", "predicted_ltv"), NO_PARAMETER),
    },
    "pinterest": dict.fromkeys(("content_type", "status", "method"), "the form is closed"),
    "snap": dict.fromkeys(("content_name", "predicted_ltv"), NO_PARAMETER),
    "reddit": {
        "order_id": "what a conversion is known by is the event id",
        **ABSENT_PARAMETERS["reddit"],
    },
    "microsoft": dict.fromkeys(
        ("content_type", "content_name", "status", "method", "predicted_ltv", "num_items"), NO_PARAMETER
    ),
}
# Facts by value: how many events a request takes, and how many days later.
LIMITS = {
    "ga4": (1, 3),
    "meta": (1000, 7),
    "tiktok": (1000, 7),
    "linkedin": (5000, 90),
    "pinterest": (1000, 7),
    "reddit": (500, 7),
    "snap": (2000, 37),
    "x": (500, 7),
    "microsoft": (1000, 7),
}
API_NAMES = {
    "pinterest": """page_view page_visit, click_button custom, download custom, search search, contact contact,
        add_to_cart add_to_cart, add_to_wishlist add_to_wishlist, initiate_checkout initiate_checkout,
        add_payment_info add_payment_info, purchase checkout, donate custom, lead lead, registration signup,
        subscribe subscribe, view_content view_content, view_category view_category, customize_product customize_product,
        find_location find_location, schedule schedule, start_trial start_trial, submit_application submit_application""",
    "microsoft": NAMES["microsoft"] + ", page_view pageLoad",
    "tiktok": NAMES["tiktok"],
    "reddit": NAMES["reddit"],
    "snap": NAMES["snap"],
    "meta": NAMES["meta"],
    "ga4": NAMES["ga4"],
}


def api_nodes(api: Conversions, *, of_requests: bool = True, of_events: bool = True) -> Iterator[Node]:
    if of_requests:
        yield from walk(api.address, api.body, *(value for _, value in api.headers))
    if of_events:
        yield from walk(api.event, api.usable, *(value for _, value in api.extra))
        yield from walk(*(value for _, _, value in api.params))


def test_every_api_has_its_line_in_the_tables_of_this_file() -> None:
    assert APIS.keys() == LIMITS.keys() == SERVERS.keys()
    assert PLATFORMS.keys() - APIS.keys() == {"google_ads"}
    assert PLATFORMS["google_ads"].no_server


@every_api
def test_an_api_knows_the_events_that_the_browser_knows(name: str, api: Conversions) -> None:
    known = (
        PLATFORMS[name].events.keys() - {"page_view"}
        if PLATFORMS[name].conversion
        else PLATFORMS[name].events.keys()
    )
    assert api.events.keys() | api.in_browser == known | api.in_browser
    assert not api.events.keys() & api.in_browser
    assert (api.named is None) == (PLATFORMS[name].named is None)
    pairs = dict(entry.split() for entry in API_NAMES.get(name, "").split(",") if entry.strip())
    assert {neutral: api.events[neutral].name for neutral in pairs.keys() - api.in_browser} == {
        neutral: known for neutral, known in pairs.items() if neutral not in api.in_browser
    }


@every_api
def test_an_event_of_an_api_has_the_cells_that_its_form_reads(name: str, api: Conversions) -> None:
    needed = {
        node.name
        for node in api_nodes(api, of_requests=False)
        if isinstance(node, Cell) and not node.optional
    }
    assert not any(isinstance(node, Cell) for node in api_nodes(api, of_events=False))
    if PLATFORMS[name].conversion:
        assert needed == {"conversion"}
        return
    for event in api.events.values():
        assert needed <= dict(event.cells).keys(), event.name


@every_api
def test_events_of_ones_own_differ_by_their_name_alone(name: str, api: Conversions) -> None:
    if api.named is None:
        assert PLATFORMS[name].conversion
        return
    one, other = dict(api.named("one").cells), dict(api.named("other").cells)
    kinds = {node.name for node in api_nodes(api, of_requests=False) if isinstance(node, Cell)} - {"name"}
    assert {key: one.get(key) for key in kinds} == {key: other.get(key) for key in kinds}
    # The server takes of a computed name only what the table can make of the rule's.
    for each in (*PLATFORMS[name].events.values(), api.named("one")):
        assert (told := api.named(each.name)).name == dict(told.cells)["name"]


@every_api
def test_browser_and_api_have_one_name_for_a_paired_event(name: str, api: Conversions) -> None:
    paired = api.events.keys() if api.paired is None else {each for each in api.paired if each}
    assert paired <= api.events.keys()
    assert api.unpaired or paired == api.events.keys()
    assert not paired & api.in_browser
    for neutral in paired:
        ours, theirs = PLATFORMS[name].events[neutral].name, api.events[neutral].name
        assert ours.replace("_", "") == theirs.replace("_", ""), neutral


@every_api
def test_secrets_are_settings_and_stand_where_a_request_is_made(name: str, api: Conversions) -> None:
    secret = {key for key, field in api.settings.model_fields.items() if "secret" in str(field.metadata)}
    read = {
        node.path
        for node in api_nodes(api, of_events=False)
        if isinstance(node, Field) and node.root is Root.SECRET
    }
    assert read == {(key,) for key in secret}
    assert secret == {key for key, value in SERVERS[name].items() if value.startswith("$secret.")}
    assert not any(
        isinstance(node, Field) and node.root is Root.SECRET for node in api_nodes(api, of_requests=False)
    )
    assert not any(isinstance(node, Field) and node.root is Root.SECRET for node in walk(api.body))


@every_api
def test_settings_of_an_api_are_the_instances_or_its_own(name: str, api: Conversions) -> None:
    platform = PLATFORMS[name]
    own = api.settings.model_fields.keys()
    known = {*own, *platform.settings.model_fields, *platform.options.model_fields}
    used = {node.name for node in api_nodes(api) if isinstance(node, Setting)}
    assert used <= known
    assert not own & {*platform.settings.model_fields, *platform.options.model_fields}
    secret = {key for key in SERVERS[name] if SERVERS[name][key].startswith("$secret.")}
    assert own - secret <= used
    assert "base_url" in own
    assert all(
        field.description and field.description.endswith(".") for field in api.settings.model_fields.values()
    )


@every_api
def test_parameters_of_an_api_are_known_and_none_is_forgotten(name: str, api: Conversions) -> None:
    pairs = [(parameter, key) for parameter, key, _ in api.params]
    assert len(pairs) == len(set(pairs))
    read = {node.name for _, _, value in api.params for node in walk(value) if isinstance(node, Param)}
    absent = NOT_IN_API.get(name, {}).keys()
    assert (read & PARAMETERS.keys()) | absent == PARAMETERS.keys()
    assert not read & absent
    for _, key, value in api.params:
        fields = {node.path[0] for node in walk(value) if isinstance(node, Field) and node.root is Root.ITEM}
        assert fields <= ITEM_FIELDS.keys(), key
    for neutral, event in api.events.items():
        names = {parameter for parameter, _, _ in api.params}
        assert set(event.requires) <= names, neutral
        assert set(event.omits) <= names, neutral


@every_api
def test_an_event_reads_the_message_and_nothing_of_the_page(name: str, api: Conversions) -> None:
    del name
    fields = [node for node in api_nodes(api) if isinstance(node, Field)]
    assert {field.root for field in fields} <= {Root.MESSAGE, Root.SECRET, Root.ITEM}
    said = [field.path for field in fields if field.root is Root.MESSAGE]
    assert {path[0] for path in said} <= {"time", "url", "referrer", "ip", "user_agent", "ids", "user"}
    keys = {key.path[0] if key.path else key.key for key in api.matching}
    assert {path[1] for path in said if path[0] == "ids"} == {each.key for each in api.ids}
    assert {path[1] for path in said if path[0] == "user"} <= keys
    whole = any(isinstance(node, User) for node in walk(api.event))
    assert whole or {path[1] for path in said if path[0] == "user"} == keys
    assert any(isinstance(node, EventId) for node in walk(api.event)) == api.answer.twice


@every_api
def test_ids_of_the_device_are_cookies_of_the_platform_and_its_click_ids(name: str, api: Conversions) -> None:
    platform = PLATFORMS[name]
    for each in api.ids:
        fields = [node for node in walk(each.value) if isinstance(node, Field)]
        cookies = {field.path[0] for field in fields if field.root is Root.COOKIE}
        assert cookies <= {cookie.name for cookie in platform.cookies}
        landed = {field.path[0] for field in fields if field.root is Root.LANDING}
        assert landed == set(each.parameters) <= set(platform.click_ids)
        assert {field.root for field in fields} <= {Root.COOKIE, Root.LANDING}
    assert len({each.key for each in api.ids}) == len(api.ids)


@every_api
def test_user_data_of_an_api_are_hashed_or_for_those_that_may_have_them(name: str, api: Conversions) -> None:
    del name
    for key in api.matching:
        assert key.field in USER_FIELDS
        assert {node for node in walk(key.normalise) if isinstance(node, Field)} == {
            Field(Root.USER, (key.field,))
        }
        assert key.hashed or key.field not in {"email", "phone", "birth_date", "gender"}
    keys = [(key.path, key.key) for key in api.matching]
    assert len(set(keys)) == len(keys)


@every_api
def test_an_api_takes_as_much_as_its_vendor_says_and_its_facts_have_sources(
    name: str, api: Conversions
) -> None:
    assert (api.most, api.oldest / 86_400) == LIMITS[name]
    assert api.sources
    for source in api.sources:
        assert source.url.startswith("https://")
        assert date.fromisoformat(source.checked) >= date(2025, 1, 1)


@every_api
def test_answers_are_read_by_status_and_body(name: str, api: Conversions) -> None:
    del name
    fields = [node for node in walk(api.answer.accepted, api.answer.again) if isinstance(node, Field)]
    assert {field.root for field in fields} <= {Root.ANSWER, Root.ITEM}
    assert {field.path[0] for field in fields if field.root is Root.ANSWER} <= {"status", "body", "sent"}
    for status in (408, 429, 500, 503):
        assert verdict(api.answer, {"status": status}, 1) == "again"
    assert verdict(api.answer, {"status": 0}, 1) == "again"
    for status in (400, 401, 403):
        assert verdict(api.answer, {"status": status}, 1) == "refused"


TAKEN: dict[str, list[tuple[int, dict[str, Any]]]] = {
    "ga4": [(204, {})],
    "meta": [(200, {"events_received": 2})],
    "tiktok": [(200, {"code": 0, "message": "OK"})],
    "linkedin": [(200, {"elements": [{"status": 201}, {"status": 201}]}), (201, {})],
    "pinterest": [(200, {"num_events_received": 2, "num_events_processed": 2, "events": []})],
    "reddit": [(200, {"data": {"message": "Successfully processed 2 conversion events."}})],
    "snap": [(200, {"status": "VALID"})],
    "x": [(200, {"data": {"conversions_processed": 2, "debug_id": "1"}})],
    "microsoft": [
        (200, {"eventsReceived": 2, "traceId": "1"}),
        (200, {"eventsReceived": 2, "error": {"details": [{"index": 0, "isWarning": True}]}}),
    ],
}
REFUSED: dict[str, list[tuple[int, dict[str, Any]]]] = {
    "meta": [(200, {"events_received": 1}), (400, {"error": {"code": 100}})],
    "tiktok": [(200, {"code": 40002}), (200, {"code": 20001})],
    "linkedin": [(200, {"elements": [{"status": 201}, {"status": 400}]}), (422, {}), (426, {})],
    "pinterest": [(200, {"num_events_processed": 1}), (422, {"num_events_processed": 1})],
    "snap": [(200, {"status": "INVALID", "errors": {"codes": [1]}})],
    "x": [(200, {"data": {"conversions_processed": 1}})],
    "microsoft": [(200, {"eventsReceived": 2, "error": {"details": [{"index": 1, "isWarning": False}]}})],
}
LATER: dict[str, list[tuple[int, dict[str, Any]]]] = {
    "meta": [(400, {"error": {"is_transient": True}}), (400, {"error": {"code": 4}})],
    "tiktok": [(200, {"code": 40100}), (200, {"code": 50000}), (200, {"code": 51000})],
    "linkedin": [(423, {})],
    "pinterest": [(400, {"code": 8}), (403, {"code": 4197})],
}


@every_api
def test_documented_answers_are_understood(name: str, api: Conversions) -> None:
    assert TAKEN[name]
    for meaning, table in (("accepted", TAKEN), ("refused", REFUSED), ("again", LATER)):
        for status, body in table.get(name, []):
            assert verdict(api.answer, {"status": status, "body": body}, 2) == meaning, body
