"""Where the index lives: generations in a folder (or in memory), one writer at a time, readers always up to date."""

import contextlib
import fcntl
import json
import os
import shutil
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import tantivy

from search.analysis import VERSION as ANALYSIS_VERSION
from search.engines.base import EngineError, IndexBusyError
from search.engines.embedded.schema import SCHEMA_VERSION, build_schema

INDEX_VERSION = f"{ANALYSIS_VERSION}/{SCHEMA_VERSION}"
LONGEST_WAIT_SECONDS = 60.0

_WRITER_MEMORY = 30_000_000
# A whole index is written in few large segments: each one costs every question a look into its dictionaries.
_REBUILD_MEMORY = 250_000_000
# What is kept is read in blocks: of tantivy's usual 16 kB each hit would need a sixth, all of it unpacked.
_BLOCK_BYTES = 4096
_POLL_SECONDS = 0.02
_OPEN_ATTEMPTS = 5


class _Pointer(NamedTuple):
    """Which generation is the current one, which analysis made it, and whether it was ever filled as a whole."""

    generation: str
    version: str
    is_complete: bool


class Store:
    """The current index of one folder; with no folder, one in memory. Threads and processes may share the folder."""

    def __init__(self, folder: Path | None) -> None:
        self.schema = build_schema()
        self._folder = folder
        self._writing = threading.RLock()
        self._swapping = threading.RLock()
        self._pointer = _Pointer("", "", is_complete=False)
        self._signature: tuple[int, ...] = ()
        self._index = self._new_index(None)
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            self._prepare()

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was never filled as a whole by this version of the analysis."""
        self._refresh()
        return not self._pointer.is_complete

    def searcher(self) -> tantivy.Searcher:
        """A view of the index as of the last commit of any process."""
        self._refresh()
        return self._index.searcher()

    @contextlib.contextmanager
    def writing(self) -> Iterator[tantivy.IndexWriter]:
        """Write to the current index; committed and visible afterwards, undone on an error."""
        with self._locked():
            self._refresh()
            with self._committing(self._index) as writer:
                yield writer
            self._reload()

    @contextlib.contextmanager
    def replacing(self) -> Iterator[tantivy.IndexWriter]:
        """Write a new generation, which takes the place of the current one at the end; readers see no gap."""
        with self._locked():
            generation = _new_generation()
            index = self._new_index(generation)
            with self._committing(index, _REBUILD_MEMORY if self._folder else _WRITER_MEMORY) as writer:
                yield writer
            self._switch(_Pointer(generation, INDEX_VERSION, is_complete=True), index)

    def _prepare(self) -> None:
        """Open what there is, or begin an empty generation where it is missing, broken or of another version."""
        if self._open_current():
            return
        with self._locked():
            if not self._open_current():
                generation = _new_generation()
                index = self._new_index(generation)
                self._switch(_Pointer(generation, INDEX_VERSION, is_complete=False), index)

    def _open_current(self) -> bool:
        pointer = self._read_pointer()
        if not pointer or pointer.version != INDEX_VERSION:
            return False
        with contextlib.suppress(ValueError, OSError):
            self._open(pointer)
            return True
        return False

    def _new_index(self, generation: str | None) -> tantivy.Index:
        if not (self._folder and generation):
            return self._at(None)
        path = self._folder / generation
        path.mkdir()
        self._at(path)
        _set_block_size(path)
        return self._at(path)

    def _at(self, path: Path | None) -> tantivy.Index:
        index = tantivy.Index(self.schema, str(path) if path else None)
        index.config_reader("manual")
        return index

    def _open(self, pointer: _Pointer) -> None:
        if not self._folder:
            return
        self._use(pointer, self._at(self._folder / pointer.generation))

    def _use(self, pointer: _Pointer, index: tantivy.Index) -> None:
        with self._swapping:
            # Signed before the reload: a commit in between is then seen by the next refresh.
            signature = self._sign(pointer)
            index.reload()
            self._pointer, self._index, self._signature = pointer, index, signature

    def _switch(self, pointer: _Pointer, index: tantivy.Index) -> None:
        if self._folder:
            self._write_pointer(self._folder, pointer)
        self._use(pointer, index)
        if self._folder:
            for old in self._folder.glob("g-*"):
                if old.name != pointer.generation:
                    shutil.rmtree(old, ignore_errors=True)

    def _refresh(self) -> None:
        """Take over what another process committed since."""
        if not self._folder or self._sign(self._pointer) == self._signature:
            return
        with self._swapping:
            for attempt in range(_OPEN_ATTEMPTS):
                try:
                    self._follow()
                    return
                except (OSError, ValueError):
                    # The generation went away between reading the pointer and opening it: read the pointer again.
                    time.sleep(_POLL_SECONDS * attempt)
            raise EngineError("The search index cannot be opened.")

    def _follow(self) -> None:
        pointer = self._read_pointer()
        if pointer is None or pointer.version != INDEX_VERSION:
            return
        if pointer.generation == self._pointer.generation:
            self._use(pointer, self._index)
        else:
            self._open(pointer)

    def _reload(self) -> None:
        self._use(self._pointer, self._index)

    def _sign(self, pointer: _Pointer) -> tuple[int, ...]:
        """What changes with every commit and every switch of generation."""
        if not self._folder:
            return ()
        signature: list[int] = []
        # As text: joining paths anew takes longer than asking for their state, and every search asks.
        for path in (f"{self._folder}/current.json", f"{self._folder}/{pointer.generation}/meta.json"):
            try:
                status = os.stat(path)
                signature += [status.st_mtime_ns, status.st_ino, status.st_size]
            except OSError:
                signature += [0, 0, 0]
        return tuple(signature)

    def _read_pointer(self) -> _Pointer | None:
        if not self._folder:
            return None
        try:
            data = json.loads((self._folder / "current.json").read_text(encoding="utf-8"))
            return _Pointer(str(data["generation"]), str(data["version"]), bool(data["is_complete"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write_pointer(self, folder: Path, pointer: _Pointer) -> None:
        temporary = folder / f"current.{os.getpid()}.tmp"
        temporary.write_text(json.dumps(pointer._asdict()), encoding="utf-8")
        temporary.replace(folder / "current.json")

    @contextlib.contextmanager
    def _committing(self, index: tantivy.Index, memory: int = _WRITER_MEMORY) -> Iterator[tantivy.IndexWriter]:
        with _engine_errors():
            writer = index.writer(memory, 1)
        try:
            yield writer
        except BaseException:
            _abandon(writer)
            raise
        with _engine_errors():
            try:
                writer.commit()
            except BaseException:
                _abandon(writer)
                raise
            writer.wait_merging_threads()

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        if not self._writing.acquire(timeout=LONGEST_WAIT_SECONDS):
            raise IndexBusyError("The search index is being written by another thread.")
        try:
            with contextlib.ExitStack() as stack:
                if self._folder:
                    file = stack.enter_context((self._folder / "write.lock").open("w"))
                    _lock_file(file)
                yield
        finally:
            self._writing.release()


@contextlib.contextmanager
def _engine_errors() -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as error:
        raise EngineError(f"The search index could not be written: {error}") from error


def _abandon(writer: tantivy.IndexWriter) -> None:
    """Undo what was not committed and let the index go, so that the next writer may have it."""
    with contextlib.suppress(ValueError, OSError):
        writer.rollback()
    with contextlib.suppress(ValueError, OSError):
        writer.wait_merging_threads()


def _set_block_size(path: Path) -> None:
    """Let the new index at `path` keep its documents in small blocks: the binding has no word for it."""
    description = path / "meta.json"
    described = json.loads(description.read_text(encoding="utf-8"))
    described["index_settings"]["docstore_blocksize"] = _BLOCK_BYTES
    description.write_text(json.dumps(described), encoding="utf-8")


def _new_generation() -> str:
    return f"g-{uuid.uuid4().hex}"


def _lock_file(file: IO[str]) -> None:
    """Hold the lock between processes until the file is closed, also if the process dies."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise IndexBusyError("The search index is being written by another process.") from None
            time.sleep(_POLL_SECONDS)
