"""Fields made from the catalogues' settings classes.

A platform's instance and a consent source take the keys of their kind beside the common ones, a trigger those under
its kind. For these, too, a number counts as the text its author wrote, one entry as a list, and null is not a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from pydantic import Field

from tagc.model.base import FROM_NUMBER, WHOLE, OneOrMany

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from tagc.contracts import Settings

__all__ = ["fields_of"]

_READS = {str: FROM_NUMBER, int: WHOLE}


def fields_of(settings: type[Settings]) -> dict[str, Any]:
    """Return the fields of a settings class in the form that `pydantic.create_model` takes."""
    return {name: (_type(field), _rest(field)) for name, field in settings.model_fields.items()}


def _type(field: FieldInfo) -> object:
    options = [option for option in get_args(field.annotation) if option is not type(None)]
    optional = len(options) < len(get_args(field.annotation))
    annotation = options[0] if optional else field.annotation
    if get_origin(annotation) is tuple:
        return OneOrMany[Annotated[get_args(annotation)[0], FROM_NUMBER]]  # type: ignore[misc]
    reads = [_READS[annotation]] if annotation in _READS else []
    marks = (*field.metadata, *reads)
    return Annotated[(annotation, *marks)] if marks else annotation


def _rest(field: FieldInfo) -> Any:  # noqa: ANN401 -- what pydantic's own Field returns
    if field.is_required():
        return Field(alias=field.alias, description=field.description)
    return Field(default=field.default, alias=field.alias, description=field.description)
