"""How far groups agree with people's: adjusted mutual information and adjusted Rand index.

Texts with exactly one label are scored, all are grouped. What a method places nowhere counts as
one group more (Vinh, Epps and Bailey 2010; Hubert and Arabie 1985). Time is compared at equal
vectors: what the encoder made of the texts is remembered before the clock starts.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import mean, median

from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

import nlp
from nlp.clusters import number_of_groups
from nlp.encoder import encode
from tests.benchmarks.corpora import Question, demonstration_answers
from tests.benchmarks.sizes import Kept

NOWHERE = -1
_MEMORY = Kept()
Method = Callable[[Question], Sequence[int]]


@dataclass(frozen=True)
class Agreement:
    """Means over the questions of a corpus, and the median time of all its questions."""

    corpus: str
    method: str
    mutual_information: float
    rand: float
    groups: float
    seconds: float


def plenary(question: Question) -> list[int]:
    """The theme with most of each text's points."""
    texts = [
        nlp.Text(id=str(number), text=answer.text, language=answer.language)
        for number, answer in enumerate(question.answers)
    ]
    found = nlp.analyse(texts, question=question.text, memory=_MEMORY)
    return [next(iter(found.themes_of(number)), NOWHERE) for number in range(len(texts))]


def k_means(question: Question) -> list[int]:
    """The plain way: TF-IDF of words and k-means, with as many groups as our rule gives."""
    rows = TfidfVectorizer(sublinear_tf=True).fit_transform(_texts(question))
    count = min(number_of_groups(rows.shape[0]), rows.shape[0])
    return KMeans(count, n_init=5, random_state=0).fit_predict(rows).tolist()


def bertopic(question: Question) -> list[int]:
    """BERTopic with its defaults on the bundled encoder's rows (needs the package)."""
    from bertopic import BERTopic

    texts = _texts(question)
    return list(BERTopic().fit_transform(texts, embeddings=encode(texts, memory=_MEMORY))[0])


def _texts(question: Question) -> list[str]:
    return [answer.text for answer in question.answers]


def methods() -> dict[str, Method]:
    """Ours and what it is held against on this machine."""
    found: dict[str, Method] = {"plenary": plenary, "k-means": k_means}
    return found | ({"bertopic": bertopic} if find_spec("bertopic") else {})


def agreements(corpus: str, questions: Sequence[Question], repeats: int) -> Iterator[Agreement]:
    """Every method on a corpus, taking turns, so that a busy machine slows all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in methods()}
    groups: dict[str, list[Sequence[int]]] = {}
    for method in methods().values():  # once untimed: what is read and loaded stays so
        for question in questions:
            method(question)
    for _ in range(repeats):
        for name, method in methods().items():
            begun = time.perf_counter()
            groups[name] = [method(question) for question in questions]
            seconds[name].append(time.perf_counter() - begun)
    for name, found in groups.items():
        scores = [
            score([answer.label for answer in question.answers], own)
            for question, own in zip(questions, found, strict=True)
        ]
        yield Agreement(
            corpus,
            name,
            mean(information for information, _ in scores),
            mean(rand for _, rand in scores),
            mean(len(set(own) - {NOWHERE}) for own in found),
            median(seconds[name]),
        )


def score(labels: Sequence[str], groups: Sequence[int]) -> tuple[float, float]:
    """Adjusted mutual information and Rand index over what has a label."""
    pairs = [(label, own) for label, own in zip(labels, groups, strict=True) if label]
    people, machine = [label for label, _ in pairs], [own for _, own in pairs]
    return (
        float(adjusted_mutual_info_score(people, machine)),
        float(adjusted_rand_score(people, machine)),
    )


def whole_answers() -> tuple[float, float]:
    """The demonstration from whole answers: each reader's point is where most of it was placed."""
    scores = [_of_answers(question, answers) for question, answers in demonstration_answers()]
    return mean(first for first, _ in scores), mean(second for _, second in scores)


def _of_answers(question: str, answers: list[dict]) -> tuple[float, float]:
    texts = [
        nlp.Text(
            id=str(number),
            text=" ".join(point["text"] for point in answer["points"]),
            language=answer["language"],
            position=answer["position"],
        )
        for number, answer in enumerate(answers)
    ]
    found = nlp.analyse(texts, question=question)
    theme_of = {
        point: number for number, theme in enumerate(found.themes) for point in theme.points
    }
    labels, groups = [], []
    for number, answer in enumerate(answers):
        own = [
            (point.start, point.end, theme_of.get(index, NOWHERE))
            for index, point in enumerate(found.points)
            if point.text == number
        ]
        begin = 0
        for point in answer["points"]:
            end = begin + len(point["text"])
            labels.append(point["theme"] or "")
            groups.append(_most_of(own, begin, end))
            begin = end + 1
    return score(labels, groups)


def _most_of(own: Sequence[tuple[int, int, int]], begin: int, end: int) -> int:
    shares: Counter[int] = Counter()
    for start, stop, theme in own:
        shares[theme] += max(0, min(stop, end) - max(start, begin))
    return shares.most_common(1)[0][0] if shares else NOWHERE
