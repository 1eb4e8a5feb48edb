"""Asks the estimator with the client that openapi-python-client makes of its description.

    client.py ADDRESS

`estimator` is the generated package. Amounts are those of the specification's own page.
"""

import datetime
import importlib
import pkgutil
import sys

import estimator
from estimator import Client
from estimator.api.books import books
from estimator.api.quotes import comparison, quote
from estimator.models import (
    BookList,
    Comparison,
    Language,
    ProblemDetails,
    Quote,
    QuoteRequest,
    Refused,
    RequestHolding,
    RequestTax,
    WorkingsName,
)

for module in pkgutil.walk_packages(estimator.__path__, "estimator."):
    importlib.import_module(module.name)


def request(term_years: int, owned: int = 500) -> QuoteRequest:
    return QuoteRequest(
        currency="EUR",
        service_level="select",
        term_years=term_years,
        program="enterprise-3",
        start=datetime.date(2026, 12, 1),
        language=Language.NL,
        tax=RequestTax(name="BTW", rate="21%"),
        holding=[
            RequestHolding(
                product_line="virtual-apps-desktops",
                edition="premium",
                owned=owned,
                retire=20,
                covered_through=datetime.date(2026, 3, 31),
            )
        ],
    )


client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)

priced = quote.sync(client=client, body=request(3))
assert isinstance(priced, Quote), priced
assert (priced.totals.subtotal, priced.totals.total) == ("108527.22", "131317.94")
assert priced.lines[0].forward_through == datetime.date(2029, 11, 30)
assert priced.request.holding and priced.request.to_dict()["holding"][0]["owned"] == 500
brief = quote.sync(client=client, body=request(3), workings=WorkingsName.NONE)
assert isinstance(brief, Quote) and brief.totals.total == priced.totals.total

refused = quote.sync(client=client, body=request(9))
assert isinstance(refused, Refused), refused
assert [one.code for one in refused.refusals] == ["term-not-offered"]

compared = comparison.sync(client=client, body=request(3))
assert isinstance(compared, Comparison), compared
terms = {option.term_years: option.total for option in compared.terms}
assert terms[3] == "131317.94" and len(terms) == 5, terms

problem = quote.sync(client=client, body=request(9, owned=-1))
assert isinstance(problem, ProblemDetails), problem
assert problem.status == 400 and problem.problems[0].pointer == "#/holding/0/owned"

listed = books.sync(client=client)
assert isinstance(listed, BookList) and listed.books[0].id == "citrix-css"
client.get_httpx_client().close()
print("a client in Python: a quote, a refusal, a comparison, a problem, the books")
