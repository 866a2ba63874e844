"""A small grid: a district of one town, two villages, and hamlets beside each other."""

from types import SimpleNamespace

import pytest

from huanzhi.ledger.verbs import SYSTEM


def square(west: float, south: float, size: float) -> dict:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def cells(db):
    """Areas by code: 1 district, 11 town, 111 and 112 villages, 1111 hamlet in the corner of 111."""
    from huanzhi.people.actions import save_area

    made = {}
    for code, level, parent, outline in [
        ("1", "district", None, square(125.0, 43.0, 1.0)),
        ("11", "town", "1", square(125.0, 43.0, 0.5)),
        ("111", "village", "11", square(125.0, 43.0, 0.2)),
        ("112", "village", "11", square(125.2, 43.0, 0.2)),
        ("1111", "hamlet", "111", square(125.0, 43.0, 0.1)),
    ]:
        values = {
            "name": f"格{code}",
            "level": level,
            "parent": parent,
            "geometry": outline,
            "crs": "cgcs2000",
        }
        made[code] = save_area(SYSTEM("t"), code, values)
    return made


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch):
    """Argon2 at its cheapest: these tests prove what is hashed, not how long it takes."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 64)
    monkeypatch.setattr(Argon2PasswordHasher, "parallelism", 1)


@pytest.fixture
def persons(db):
    """Four people without roles."""
    from huanzhi.people.actions import create_user

    names = {"an": "安", "bai": "白", "chen": "陈", "deng": "邓"}
    made = {
        key: create_user(SYSTEM("t"), key, name, f"a long password of {key}") for key, name in names.items()
    }
    return SimpleNamespace(**made)
