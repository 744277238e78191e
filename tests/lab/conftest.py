from __future__ import annotations

import pytest
from learner import nobody_reads, source, workplace, write

__all__ = ["nobody_reads", "own_jupyter", "source", "workplace", "write"]


@pytest.fixture(autouse=True, scope="package")
def own_jupyter(tmp_path_factory):
    """Signatures of notebooks go elsewhere than among those of the person running the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(tmp_path_factory.mktemp("jupyter")))
        yield
