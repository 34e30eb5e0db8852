"""Read an XML report as a tree of elements, without heeding anything that it declares."""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat


class NoReport(Exception):
    """Why a text is no report, in words that follow its name."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def read_xml(content: bytes) -> Element:
    """Read XML; raise NoReport where it is none, or declares entities, by which a small text stands for a huge one.

    A document type is passed over, and what it names outside is never looked up.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 -- expat takes no names
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NoReport(f"is no whole XML ({error})") from None
    return builder.close()


def _refuse(*_: object) -> None:
    raise NoReport("declares XML entities, which no report of covered lines needs")
