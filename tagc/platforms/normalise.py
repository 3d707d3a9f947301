"""Normalisation of user data as vendors demand it before hashing, shared by the platforms' matching tables.

Each function gives an expression over the raw field. Rules and examples: the vendors' pages named in each `spec.py`.
"""

from __future__ import annotations

from tagc.ir.expr import Compare, Concat, Const, Convert, Exists, Expr, Field, If, Operator, Root

__all__ = [
    "bare_email",
    "country",
    "country_code",
    "digit_code",
    "digits",
    "e164",
    "gender",
    "google_email",
    "name",
    "plain",
    "postal_code",
    "reddit_email",
    "squeezed",
    "trimmed_lower",
]

_PUNCTUATION = r"[\s!-/:-@\[-`{-~]"


def _raw(field: str) -> Expr:
    return Field(Root.USER, (field,))


def plain(field: str) -> Expr:
    """The text without white space at its ends."""
    return Convert(Convert(_raw(field), "text"), "trim")


def trimmed_lower(field: str) -> Expr:
    """Trimmed, lower case."""
    return Convert(plain(field), "lower")


def squeezed(field: str) -> Expr:
    """Lower case without white space and punctuation; letters outside ASCII are kept."""
    return Convert(trimmed_lower(field), "replace", (_PUNCTUATION, ""))


def name(field: str) -> Expr:
    """A first or last name: lower case, no white space, no punctuation."""
    return squeezed(field)


def google_email(field: str) -> Expr:
    """Trimmed, lower case; for gmail.com and googlemail.com without the dots before the @."""
    address = trimmed_lower(field)
    account = Convert(Convert(address, "split", ("@",)), "item", (0,))
    domain = Convert(Convert(address, "split", ("@",)), "item", (1,))
    google = Compare(domain, Operator.EQUALS, (Const("gmail.com"), Const("googlemail.com")))
    return If(google, Concat((Convert(account, "replace", (r"\.", "")), Const("@"), domain)), address)


def reddit_email(field: str) -> Expr:
    """Trimmed, lower case; of what stands before the @ only letters and digits before the first +, on every domain."""
    address = Convert(trimmed_lower(field), "split", ("@",))
    account = Convert(Convert(address, "item", (0,)), "replace", (r"\+.*|[^a-z0-9]", ""))
    domain = Convert(address, "item", (1,))
    return If(Exists(domain), Concat((account, Const("@"), domain)))


def bare_email(field: str) -> Expr:
    """Lower case without white space; the account without its dots and without what follows a plus, on every domain."""
    address = Convert(Convert(trimmed_lower(field), "replace", (r"\s", "")), "split", ("@",))
    account = Convert(Convert(address, "item", (0,)), "replace", (r"\+.*|\.", ""))
    domain = Convert(address, "item", (1,))
    return If(Exists(domain), Concat((account, Const("@"), domain)))


def digits(field: str) -> Expr:
    """A phone number's digits with country code, no plus, no leading zeros."""
    return Convert(Convert(plain(field), "replace", (r"\D", "")), "replace", ("^0+", ""))


def e164(field: str) -> Expr:
    """A phone number as +digits."""
    number = digits(field)
    return If(Exists(number), Concat((Const("+"), number)))


def postal_code(field: str) -> Expr:
    """Lower case without spaces and dashes; a US ZIP+4 keeps its five digits."""
    code = trimmed_lower(field)
    zip_plus_four = Compare(code, Operator.MATCHES, (Const(r"^\d{5}-\d{4}$"),))
    return If(zip_plus_four, Convert(code, "slice", (0, 5)), Convert(code, "replace", (r"[\s-]", "")))


def digit_code(field: str) -> Expr:
    """The digits of a postal code."""
    return Convert(plain(field), "replace", (r"\D", ""))


def country(field: str) -> Expr:
    """Two letters, lower case."""
    return trimmed_lower(field)


def country_code(field: str) -> Expr:
    """Two letters, upper case."""
    return Convert(plain(field), "upper")


def gender(field: str) -> Expr:
    """One letter, lower case."""
    return Convert(trimmed_lower(field), "slice", (0, 1))
