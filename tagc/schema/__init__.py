"""The shape of the document: the JSON Schema of the language (`build`), and the check with it (`validate`).

What is right in shape may still be wrong in meaning: that is for `tagc.resolve`.
"""
