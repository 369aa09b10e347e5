"""A web page saved as one file (MHTML), which office programs also write as .doc: the page inside
it.
"""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from topics.corpus import messages
from topics.corpus.messages import UnreadableError


def page_of(data: bytes) -> bytes:
    r"""Return the bytes of the first web page in a MHTML file; pictures and frames are left.

    Raises
    ------
    UnreadableError
        If there is none.

    Examples
    --------
    >>> lines = ["MIME-Version: 1.0", "Content-Type: text/html",
    ...     "Content-Transfer-Encoding: base64", "", "PHA+5aW9PC9wPg=="]
    >>> page_of("\n".join(lines).encode()).decode()
    '<p>好</p>'
    """
    message = BytesParser(EmailMessage, policy=policy.compat32).parsebytes(data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return page
    raise UnreadableError(messages.CONVERT["mht"])
