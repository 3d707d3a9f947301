"""Codes 5xx, events and platforms: what a vendor is told.

Entries only; `tagc.resolve` reports them. The fenced blocks are sections of a document; a test puts each into
a small complete one.
"""

from tagc.diagnostics.code import Code, Severity

UNKNOWN_EVENT = Code(
    id="TAG501",
    slug="unknown-event",
    severity=Severity.ERROR,
    text='"{name}" is not a neutral event',
    explanation="""\
The key of a rule is the neutral event, unless `event` names it. Each platform has its own name for a neutral
event, so a free name would reach nobody.

```yaml
events:
  tickets_bought: {on: {data_layer: order_complete}}
```

Mended:

```yaml
events:
  tickets_bought: {event: donate, on: {data_layer: order_complete}}
```
""",
    hint="add event: with the neutral event, or custom: with a name of your own",
)

EVENT_AND_CUSTOM = Code(
    id="TAG502",
    slug="event-and-custom",
    severity=Severity.ERROR,
    text="a rule has either event or custom",
    explanation="""\
`event` says what happened in neutral words that every platform translates; `custom` is a name of your own
that is sent as it is. A rule has one of them.

```yaml
events:
  seat_map_opened: {event: view_content, custom: SeatMap, on: {click: a.map}, to: [ga4]}
```

Mended:

```yaml
events:
  seat_map_opened: {custom: SeatMap, on: {click: a.map}, to: [ga4]}
```
""",
    hint="remove one of them",
)

CUSTOM_WITHOUT_TARGETS = Code(
    id="TAG503",
    slug="custom-without-targets",
    severity=Severity.ERROR,
    text="a custom event does not know whom it is for",
    explanation="""\
No table says which platforms can use a name of your own, so `to` lists the instances that get it.

```yaml
events:
  seat_map_opened: {custom: SeatMap, on: {click: a.map}}
```

Mended:

```yaml
events:
  seat_map_opened: {custom: SeatMap, on: {click: a.map}, to: [ga4]}
```
""",
    hint="add to: with the instances",
)

EVENT_NOT_SUPPORTED = Code(
    id="TAG504",
    slug="event-not-supported",
    severity=Severity.ERROR,
    text='{title} has no event for "{event}"',
    explanation="""\
The rule names an instance whose platform knows nothing like this event. Under `platforms` of the rule you may
write the name that the platform should get.

```yaml
events:
  refund: {on: {data_layer: refunded}, to: [ga4, meta], params: {order_id: $event.order_id}}
```

Mended:

```yaml
events:
  refund: {on: {data_layer: refunded}, to: [ga4], params: {order_id: $event.order_id}}
```
""",
    hint="take {instance} out, or add platforms: {{{instance}: {{event: …}}}} with the name it should get",
)

CONVERSION_MISSING = Code(
    id="TAG505",
    slug="conversion-missing",
    severity=Severity.ERROR,
    text="{title} knows events only by the id of a conversion",
    explanation="""\
This platform has no names of events in the browser. What it calls a conversion is set up in its own pages and
has an id there; the rule names that id.

```yaml
platforms:
  linkedin: {partner_id: 1234567, requires: marketing}
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
events:
  lead: {on: {form: '#newsletter'}, to: [linkedin]}
```

Mended:

```yaml
platforms:
  linkedin: {partner_id: 1234567, requires: marketing}
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
events:
  lead: {on: {form: '#newsletter'}, to: [linkedin], platforms: {linkedin: {conversion: 1234567}}}
```
""",
    hint="add platforms: {{{instance}: {{conversion: …}}}} to the rule",
)

CONVERSION_UNEXPECTED = Code(
    id="TAG506",
    slug="conversion-unexpected",
    severity=Severity.ERROR,
    text="{title} takes no conversion ids",
    explanation="""\
Ids of conversions exist on a few platforms only, such as LinkedIn. This one gets the name of the event.

```yaml
events:
  lead: {on: {form: '#newsletter'}, platforms: {meta: {conversion: 1234567}}}
```

Mended:

```yaml
events:
  lead: {on: {form: '#newsletter'}, platforms: {meta: {event: Lead}}}
```
""",
    hint="remove conversion",
)

CONVERSION_MALFORMED = Code(
    id="TAG507",
    slug="conversion-malformed",
    severity=Severity.ERROR,
    text='"{value}" is not a conversion id of {title}',
    explanation="""\
The form of an id is checked, because a mistyped one counts nothing, or counts for somebody else. The id is
shown beside the conversion in the platform's own pages.

```yaml
platforms:
  linkedin: {partner_id: 1234567, requires: marketing}
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
events:
  lead: {on: {form: '#newsletter'}, platforms: {linkedin: {conversion: newsletter}}}
```

Mended:

```yaml
platforms:
  linkedin: {partner_id: 1234567, requires: marketing}
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
events:
  lead: {on: {form: '#newsletter'}, platforms: {linkedin: {conversion: 1234567}}}
```
""",
    hint="copy it from {title}; its form is {form}",
)

PARAMETER_MISSPELT = Code(
    id="TAG508",
    slug="parameter-misspelt",
    severity=Severity.ERROR,
    text='"{name}" is not a parameter',
    explanation="""\
Parameters may have names of your own. A name that is nearly a neutral one is taken for a slip of the pen,
because the platforms would not understand it.

```yaml
events:
  donate: {params: {value: $event.amount, curency: GBP}}
```

Mended:

```yaml
events:
  donate: {params: {value: $event.amount, currency: GBP}}
```
""",
    hint="write the neutral name, or one that is less like it",
)

USER_DATA_AS_PARAMETER = Code(
    id="TAG509",
    slug="user-data-as-parameter",
    severity=Severity.ERROR,
    text="personal data may not be a parameter",
    explanation="""\
Parameters reach the platforms as they are, and most platforms forbid e-mail addresses, phone numbers and names
there. Under `user_data` they have a requirement of their own and are hashed. What is read there cannot be a
parameter, too.

```yaml
events:
  lead: {on: {form: '#newsletter'}, params: {email: $form.fields.email}}
```

Mended:

```yaml
user_data: {requires: marketing}
events:
  lead: {on: {form: '#newsletter'}, user_data: {email: $form.fields.email}}
```
""",
    hint="write it under user_data, where it is hashed",
)

VALUE_WITHOUT_CURRENCY = Code(
    id="TAG510",
    slug="value-without-currency",
    severity=Severity.WARNING,
    text='"value" is never sent without "currency"',
    explanation="""\
12.50 of what? Platforms reject a value without its currency, or count it in the currency of the account.

```yaml
events:
  donate: {params: {value: $event.amount}}
```

Mended:

```yaml
events:
  donate: {params: {value: $event.amount, currency: GBP}}
```
""",
    hint="add currency: beside it",
)

UNKNOWN_CURRENCY = Code(
    id="TAG511",
    slug="unknown-currency",
    severity=Severity.ERROR,
    text='"{name}" is not a currency code of ISO 4217',
    explanation="""\
Currencies are written as three capital letters: GBP, EUR, USD. Signs such as £ are not codes.

```yaml
events:
  donate: {params: {value: $event.amount, currency: gbp}}
```

Mended:

```yaml
events:
  donate: {params: {value: $event.amount, currency: GBP}}
```
""",
    hint="write its code, three capital letters such as GBP",
)

UNKNOWN_ITEM_FIELD = Code(
    id="TAG512",
    slug="unknown-item-field",
    severity=Severity.ERROR,
    text='items have no "{name}"',
    explanation="""\
An item has neutral fields that each platform translates: id, name, category, brand, variant, price, quantity.
Other fields would get lost on the way.

```yaml
events:
  view_cart:
    params:
      items: {each: $event.lines, item: {sku: $item.sku, price: $item.price}}
```

Mended:

```yaml
events:
  view_cart:
    params:
      items: {each: $event.lines, item: {id: $item.sku, price: $item.price}}
```
""",
)

PARAMETER_MISSING = Code(
    id="TAG513",
    slug="parameter-missing",
    severity=Severity.WARNING,
    text="{title} needs {names} with {event}",
    explanation="""\
The platform ignores this event, or reports it as faulty, when the parameter is not there.

```yaml
events:
  page_view: {}
  purchase: {to: [ga4], params: {value: $event.total, currency: GBP}}
```

Mended:

```yaml
events:
  page_view: {}
  purchase: {to: [ga4], params: {order_id: $event.order_id, value: $event.total, currency: GBP}}
```
""",
    hint="add it to params",
)

RULE_REACHES_NOBODY = Code(
    id="TAG514",
    slug="rule-reaches-nobody",
    severity=Severity.ERROR,
    text='the rule "{name}" tells no instance anything',
    explanation="""\
No platform of the file knows the event, `to` is empty, or every instance is taken out with `null`. To keep a
rule for later, write `paused` with the reason.

```yaml
events:
  contact: {on: {click: a.contact}, to: []}
```

Mended:

```yaml
events:
  contact: {on: {click: a.contact}, to: [ga4]}
```
""",
    hint="name instances in to, or remove the rule",
)

USER_DATA_WITHOUT_SECTION = Code(
    id="TAG515",
    slug="user-data-without-section",
    severity=Severity.ERROR,
    text="the rule gives user data, but the file does not say who may have it",
    explanation="""\
User data has a requirement beside that of the instances, and the section `user_data` of the file says which
one.

```yaml
events:
  lead: {on: {form: '#newsletter'}, user_data: {email: $form.fields.email}}
```

Mended:

```yaml
user_data: {requires: marketing, to: [meta]}
events:
  lead: {on: {form: '#newsletter'}, user_data: {email: $form.fields.email}}
```
""",
    hint="add user_data: {{requires: …}} to the file",
)

INSTANCES_NOT_SEPARABLE = Code(
    id="TAG516",
    slug="instances-not-separable",
    severity=Severity.ERROR,
    text="{title} cannot tell its instances apart: {what} must be the same for all",
    explanation="""\
The library of this platform sends every event to all instances on the page. They can only be used together,
with one requirement, the same rules and the same user data.

```yaml
platforms:
  linkedin: {partner_id: 1234567, requires: marketing}
  linkedin_fr: {platform: linkedin, partner_id: 7654321, requires: analytics}
```

Mended:

```yaml
platforms:
  linkedin: {partner_id: 1234567, requires: {all: [analytics, marketing]}}
  linkedin_fr: {platform: linkedin, partner_id: 7654321, requires: {all: [analytics, marketing]}}
```
""",
)

EVENT_NAME_NOT_POSSIBLE = Code(
    id="TAG517",
    slug="event-name-not-possible",
    severity=Severity.ERROR,
    text="{title} takes no event names",
    explanation="""\
This platform knows conversions by ids only; a name would never reach it.

```yaml
platforms:
  linkedin: {partner_id: 1234567, requires: marketing}
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
events:
  lead: {on: {form: '#newsletter'}, platforms: {linkedin: {event: Newsletter}}}
```

Mended:

```yaml
platforms:
  linkedin: {partner_id: 1234567, requires: marketing}
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
events:
  lead: {on: {form: '#newsletter'}, platforms: {linkedin: {conversion: 1234567}}}
```
""",
    hint="write conversion: with the id of a conversion instead",
)

USER_DATA_NOT_POSSIBLE = Code(
    id="TAG518",
    slug="user-data-not-possible",
    severity=Severity.ERROR,
    text='"{name}" cannot use these user data',
    explanation="""\
The library of this platform takes user data unhashed only, and hashes it itself. Nothing leaves the page
unhashed unless `raw_to` names the instance, too.

```yaml
platforms:
  linkedin: {partner_id: 1234567, requires: marketing}
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
user_data: {requires: marketing, to: [ga4, linkedin], email: $data.user.email}
```

Mended:

```yaml
platforms:
  linkedin: {partner_id: 1234567, requires: marketing}
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
user_data: {requires: marketing, to: [ga4, linkedin], raw_to: [linkedin], email: $data.user.email}
```
""",
    hint="name it in raw_to if it may have them unhashed, or take it out of to",
)

NOT_A_NUMBER = Code(
    id="TAG519",
    slug="not-a-number",
    severity=Severity.ERROR,
    text='"{name}" is a number, and this is none',
    explanation="""\
The parameter, or the operator of a test, takes a number: 12.5, or a reference to one. Numbers have a point, no
comma, and no currency sign. What a page writes as 12,50 is converted with `as: {number: comma}`.

```yaml
events:
  donate: {params: {value: '12,50', currency: GBP}}
```

Mended:

```yaml
events:
  donate: {params: {value: 12.50, currency: GBP}}
```
""",
    hint="write a number such as 12.50, or a reference",
)

CUSTOM_NOT_LISTED = Code(
    id="TAG520",
    slug="custom-not-listed",
    severity=Severity.ERROR,
    text="the names that this can give cannot be listed: {reason}",
    explanation="""\
Reports, goals and audiences are built on names, and names that are put together of anything on the page fill them with
thousands. So every name a rule can send is known when the container is built, and stands in the manifest. A name is made
of texts, of tables, and of references whose values are few: those of a trigger, such as `$scroll.percent`, and those that
a condition of the rule leaves.

```yaml
events:
  video: {custom: 'video_${event.status}', on: {data_layer: video}, to: [ga4]}
```

Mended:

```yaml
events:
  video:
    custom: 'video_${event.status}'
    on: {data_layer: video}
    if: {$event.status: [start, complete]}
    to: [ga4]
```
""",
    hint="say which values there are, if: {{$reference: [a, b]}}, or choose by a table",
)

ITEMS_NOT_A_LIST = Code(
    id="TAG521",
    slug="items-not-a-list",
    severity=Severity.ERROR,
    text="items is a list of maps with id, name, price and so on",
    explanation="""\
`items` says what was viewed or bought: a list in the file, a reference to a list on the page, or `each` over
such a list. One item is a list, too.

```yaml
events:
  view_content: {params: {items: {id: S-1, price: 20}}}
```

Mended:

```yaml
events:
  view_content: {params: {items: [{id: S-1, price: 20}]}}
```
""",
    hint="write a list of maps, a reference to a list, or each",
)

LEADING_ZERO = Code(
    id="TAG522",
    slug="leading-zero",
    severity=Severity.WARNING,
    text='"{text}" is the number {value}: leading zeros do not count',
    explanation="""\
Where text is expected, a number counts as it was written, so ids need no quotes. Here any value can stand, and
the number is sent as a number, without its zeros. A product number or a postal code is text.

```yaml
events:
  page_view: {params: {store: 0213}}
```

Mended:

```yaml
events:
  page_view: {params: {store: '0213'}}
```
""",
    hint="put it in quotes if it is text, remove the zeros if it is a number",
)

INSTANCE_NOT_TOLD = Code(
    id="TAG523",
    slug="instance-not-told",
    severity=Severity.WARNING,
    text='the rule has settings for "{name}", but "to" does not name it',
    explanation="""\
`to` lists exactly the instances that a rule tells. Settings for another one have no effect.

```yaml
events:
  page_view: {}
  contact: {on: {click: a.contact}, to: [ga4], platforms: {meta: {event: Call}}}
```

Mended:

```yaml
events:
  page_view: {}
  contact: {on: {click: a.contact}, to: [ga4, meta], platforms: {meta: {event: Call}}}
```
""",
    hint="add it to to, or remove its settings",
)

DEVICE_READ_EARLY = Code(
    id="TAG524",
    slug="device-read-early",
    severity=Severity.ERROR,
    text="{what} may not depend on the visitor's device, on their consent or on a script",
    explanation="""\
Cookies and storage are read, and scripts are run, only after the visitor has agreed. A selector, `once_per` and
`event_id` are needed when the event happens, which may be long before.

```yaml
events:
  contact: {on: {click: a.contact}, event_id: $cookie.contact_id}
```

Mended:

```yaml
events:
  contact: {on: {click: a.contact}, event_id: $data.contact_id}
```
""",
    hint="read it from the event or from the data layer, where the page puts it",
)

UNUSED_INSTANCE = Code(
    id="TAG525",
    slug="unused-instance",
    severity=Severity.WARNING,
    text='no rule tells "{name}" anything, so it is left out of the container',
    explanation="""\
A library that nobody tells anything only costs the page time, sets its cookies and collects what it can see by itself.
So it is not loaded. Paused rules tell nobody, and `to` may have left this instance out of every rule.

```yaml
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
  meta: {pixel_id: 1234567890123456, requires: marketing}
events:
  page_view: {to: [ga4]}
```

Mended:

```yaml
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
  meta: {pixel_id: 1234567890123456, requires: marketing}
events:
  page_view: {to: [ga4, meta]}
```
""",
    hint="add a rule that tells it something, or remove it",
)

EVENT_NAME_UNKNOWN = Code(
    id="TAG526",
    slug="event-name-unknown",
    severity=Severity.ERROR,
    text='{title} has no event called "{name}"',
    explanation="""\
This platform takes no names of your own: it has a list of events, and Snap five slots beside it, CUSTOM_EVENT_1 to
CUSTOM_EVENT_5. What a slot stands for is your agreement; the parameter event_tag tells several uses of it apart.

```yaml
platforms:
  snap: {pixel_id: 1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f, requires: marketing}
events:
  download: {on: {click: a.brochure}, platforms: {snap: {event: Brochure}}}
```

Mended:

```yaml
platforms:
  snap: {pixel_id: 1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f, requires: marketing}
events:
  download: {on: {click: a.brochure}, platforms: {snap: {event: CUSTOM_EVENT_1}}}
```
""",
)

EVENT_NAME_NEARLY = Code(
    id="TAG528",
    slug="event-name-nearly",
    severity=Severity.WARNING,
    text='"{name}" is a name of your own to {title}; its own event is called "{known}"',
    explanation="""\
Platforms take names letter by letter. One that differs in a capital is another event, which no report and no campaign
of the platform counts.

```yaml
events:
  contact: {platforms: {meta: {event: contact}}}
```

Mended:

```yaml
events:
  contact: {platforms: {meta: {event: Contact}}}
```
""",
)

SECOND_INSTANCE = Code(
    id="TAG527",
    slug="second-instance",
    severity=Severity.ERROR,
    text="{title} takes one id per page",
    explanation="""\
The library of this platform knows one id at a time. A second one would take the place of the first, or be ignored,
and nobody would notice.

```yaml
platforms:
  reddit: {pixel_id: a2_1a2b3c4d5e6f, requires: marketing}
  reddit_fr: {platform: reddit, pixel_id: a2_6f5e4d3c2b1a, requires: marketing}
```

Mended:

```yaml
platforms:
  reddit: {pixel_id: a2_1a2b3c4d5e6f, requires: marketing}
```
""",
    hint="remove one of them, or build a container of its own for the pages that need the other",
)

CONVERSION_OF_ANOTHER = Code(
    id="TAG529",
    slug="conversion-of-another",
    severity=Severity.ERROR,
    text='"{value}" is a conversion of another id than that of "{name}", {id}',
    explanation="""\
An id of a conversion in X holds the id of its pixel. One of another pixel would be counted there, or nowhere.

```yaml
platforms:
  x: {pixel_id: o8abc, requires: marketing}
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
events:
  lead: {on: {form: '#newsletter'}, platforms: {x: {conversion: tw-o8xyz-o9def}}}
```

Mended:

```yaml
platforms:
  x: {pixel_id: o8abc, requires: marketing}
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
events:
  lead: {on: {form: '#newsletter'}, platforms: {x: {conversion: tw-o8abc-o9def}}}
```
""",
)

TRIGGER_SETTING = Code(
    id="TAG530",
    slug="trigger-setting",
    severity=Severity.ERROR,
    text='the trigger "{kind}" cannot be told this: {problem}',
    explanation="""\
A trigger of this kind has settings that no page can meet, or that do not fit together.

```yaml
events:
  view_content: {on: {scroll: [50%, 120%]}}
```

Mended:

```yaml
events:
  view_content: {on: {scroll: [50%, 90%]}}
```
""",
)

EVENT_NAME_REFUSED = Code(
    id="TAG531",
    slug="event-name-refused",
    severity=Severity.ERROR,
    text='{title} does not take the event name "{name}"',
    explanation="""\
Platforms have rules about names of your own: which characters, how many, and which names they keep for themselves.
An event with another name is dropped or renamed by the platform, and nobody is told.

```yaml
events:
  newsletter: {custom: 'newsletter sign-up', on: {form: '#newsletter'}, to: [ga4]}
```

Mended:

```yaml
events:
  newsletter: {custom: newsletter_sign_up, on: {form: '#newsletter'}, to: [ga4]}
```
""",
)

PARAMETER_NAME_REFUSED = Code(
    id="TAG532",
    slug="parameter-name-refused",
    severity=Severity.ERROR,
    text='{title} does not take the parameter name "{name}"',
    explanation="""\
Platforms have rules about the names of parameters, too. A parameter of a rule goes to every platform of the rule;
`null` under `platforms` takes it out for one.

```yaml
events:
  page_view: {params: {google_section: $page.path}}
```

Mended:

```yaml
events:
  page_view: {params: {section: $page.path}}
```
""",
)

PARAMETER_NOT_TAKEN = Code(
    id="TAG533",
    slug="parameter-not-taken",
    severity=Severity.ERROR,
    text='{title} takes no parameter "{name}"',
    explanation="""\
Some platforms take a fixed list of parameters, and no platform has a word for all neutral ones. What it does not take is
not sent to it. That is right for the parameters of a rule, which are for all its platforms; here it is written for this
one.

```yaml
platforms:
  reddit: {pixel_id: a2_1a2b3c4d5e6f, requires: marketing}
events:
  lead: {on: {form: '#newsletter'}, platforms: {reddit: {params: {form: newsletter}}}}
```

Mended:

```yaml
platforms:
  reddit: {pixel_id: a2_1a2b3c4d5e6f, requires: marketing}
events:
  lead: {on: {form: '#newsletter'}, params: {form: newsletter}}
```
""",
)

VALUE_NOT_KNOWN = Code(
    id="TAG534",
    slug="value-not-known",
    severity=Severity.ERROR,
    text='{title} knows no {name} "{value}"',
    explanation="""\
Some parameters have a few values only. With another one the platform throws the event away, or ignores the parameter.

```yaml
platforms:
  microsoft: {tag_id: 187654321, requires: marketing}
events:
  view_content: {on: page_view, params: {ecomm_pagetype: Product}}
```

Mended:

```yaml
platforms:
  microsoft: {tag_id: 187654321, requires: marketing}
events:
  view_content: {on: page_view, params: {ecomm_pagetype: product}}
```
""",
)

TOO_MANY_PARAMETERS = Code(
    id="TAG535",
    slug="too-many-parameters",
    severity=Severity.WARNING,
    text="{title} takes {most} parameters with an event, and this one has {count}",
    explanation="""\
What is more than that may be dropped, and which ones these are is the platform's choice. Those of the instance, under
`platforms`, count with each event; `null` takes a parameter out. Some accounts have a higher limit, so it is a warning.

```yaml
events:
  page_view:
    to: [ga4]
    params: {
      p1: a, p2: a, p3: a, p4: a, p5: a, p6: a, p7: a, p8: a, p9: a, p10: a, p11: a, p12: a, p13: a,
      p14: a, p15: a, p16: a, p17: a, p18: a, p19: a, p20: a, p21: a, p22: a, p23: a, p24: a, p25: a, p26: a
    }
```

Mended:

```yaml
events:
  page_view:
    to: [ga4]
    params: {
      p1: a, p2: a, p3: a, p4: a, p5: a, p6: a, p7: a, p8: a, p9: a, p10: a, p11: a, p12: a, p13: a,
      p14: a, p15: a, p16: a, p17: a, p18: a, p19: a, p20: a, p21: a, p22: a, p23: a, p24: a, p25: a
    }
```
""",
    hint="take some out for it: platforms: {{{instance}: {{params: {{name: null}}}}}}",
)

VALUE_TOO_LONG = Code(
    id="TAG536",
    slug="value-too-long",
    severity=Severity.WARNING,
    text='{title} takes {longest} characters of "{name}", and this has {length}',
    explanation="""\
A longer text is cut off or dropped by the platform.

```yaml
events:
  page_view:
    to: [ga4]
    params:
      notice: 'The box office is closed until the first of September. Tickets for the new season are on sale here from August'
```

Mended:

```yaml
events:
  page_view:
    to: [ga4]
    params:
      notice: 'The box office is closed until the first of September'
```
""",
    hint="write a shorter text",
)

STOP_WITHOUT_AFTER = Code(
    id="TAG540",
    slug="stop-without-after",
    severity=Severity.ERROR,
    text="stop_on_failure does nothing without after",
    explanation="""\
A rule with `stop_on_failure: true` is not told where a call of a rule in `after` was not made: refused, dropped by its
condition, or failed. So there has to be a rule that it comes after.

```yaml
events:
  page_view: {}
  donate: {stop_on_failure: true}
```

Mended:

```yaml
events:
  page_view: {}
  donate: {after: [page_view], stop_on_failure: true}
```
""",
    hint="add after: with the rules, or remove stop_on_failure",
)

AFTER_PAUSED_RULE = Code(
    id="TAG541",
    slug="after-paused-rule",
    severity=Severity.WARNING,
    text='"{other}" is switched off, so "{name}" does not wait for it',
    explanation="""\
A paused rule tells nobody, so there is nothing to wait for. The rule that names it in `after` goes as if it did not.

```yaml
events:
  page_view: {}
  contact: {on: {click: a.contact}, paused: 'until the new form is there'}
  donate: {after: [page_view, contact]}
```

Mended:

```yaml
events:
  page_view: {}
  contact: {on: {click: a.contact}, paused: 'until the new form is there'}
  donate: {after: [page_view]}
```
""",
    hint="take it out of after while it is switched off",
)

NEVER_ITS_TURN = Code(
    id="TAG542",
    slug="never-its-turn",
    severity=Severity.WARNING,
    text='"{other}" is switched off, so "{name}" is switched off, too',
    explanation="""\
With `stop_on_failure` a rule is told only where the rules in `after` were. One of them is paused, or is itself switched
off for this reason, so this rule would never be told.

```yaml
events:
  page_view: {}
  contact: {on: {click: a.contact}, paused: 'until the new form is there'}
  donate: {after: [contact], stop_on_failure: true}
```

Mended:

```yaml
events:
  page_view: {}
  contact: {on: {click: a.contact}, paused: 'until the new form is there'}
  donate: {after: [contact], stop_on_failure: true, paused: 'as contact is'}
```
""",
    hint="pause it, too, or take the name out of after",
)
