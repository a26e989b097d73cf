"""Whatever text stands where a credential is expected, it is read without a failure."""

from __future__ import annotations

from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from keyguard import decode
from keyguard.context.place import FileContext
from keyguard.detect.detector import Detector
from keyguard.model import Blob, Detection, Place, State, View
from keyguard.settings import Settings
from tests.detect import test_languages as languages
from tests.detect import test_webhook_secret as secrets
from tests.samples import body

SETTINGS = Settings()
DETECTOR = Detector.for_settings(SETTINGS)
CASES = [
    *((path, text, text.index(value)) for path, _, value, text in secrets.HITS),
    *((path, text, 0) for path, text in secrets.MISSES),
    *((case.path, case.text, case.expected[0][0]) for case in languages.HITS),
]
"""Path, text, and where in it a credential begins."""
STRANGE = st.text(
    st.sampled_from("\0\r\n\t \"'`=:#${}[]()<>\\%&éЖ漢\u0130\u200b\U0001f600\ud7ff"), max_size=40
)


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, str]:
    """A path, and a text in which something was put or lost somewhere."""
    path, text, spot = draw(st.sampled_from(CASES))
    for _ in range(draw(st.integers(1, 4))):
        near = st.integers(spot, spot + 8)
        start = min(draw(near | st.integers(0, len(text))), len(text))
        end = min(len(text), start + draw(st.integers(0, 4) | st.integers(0, 40)))
        text = text[:start] + draw(STRANGE) + text[end:]
    return path, text


def test_is_read_without_a_failure() -> None:
    seen: Counter[type] = Counter()

    @given(spoiled())
    @example(("gateway.c", f'KEY = "sk_{body(0, 20)}:\u00e9:{body(1, 6)}"'))
    @settings(max_examples=1_500, deadline=None)
    def check(spoilt: tuple[str, str]) -> None:
        path, text = spoilt
        here = Place(path.encode("utf-8", "replace"), State.TREE)
        blob = Blob("id", text.encode("utf-8", "replace"), places=(here,))
        for view in decode.views(blob, DETECTOR.prefilter, SETTINGS.limits):
            assert isinstance(view, View)
            seen[View] += 1
            for found in DETECTOR.detect(view):
                seen[Detection] += 1
                FileContext(here, view.text, SETTINGS, lambda *_: None).at(found.start, found.name)

    check()
    assert seen[View] >= 1_500
    assert seen[Detection] > 150
