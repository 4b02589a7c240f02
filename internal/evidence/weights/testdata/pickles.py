"""Writes the pickles of this directory that no library has to make: python3 pickles.py"""
import collections, datetime, io, pickle, struct, sys, types, zipfile


def module(name, **names):
    m = types.ModuleType(name)
    for key, value in names.items():
        value.__module__, value.__qualname__ = name, key
        setattr(m, key, value)
    sys.modules[name] = m
    return m


class Forest:
    def __init__(self):
        self.trees = list(range(300))
        self.names = {"word %d" % i: i for i in range(300)}


class Pair(collections.namedtuple("Pair", "a b")):
    pass


def _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks):
    return None


class FloatStorage:
    pass


class Tensor:
    def __init__(self, key):
        self.key = key

    def __reduce_ex__(self, protocol):
        return _rebuild_tensor_v2, (Storage(self.key), 0, (2, 2), (2, 1), False, collections.OrderedDict())


class Storage:
    def __init__(self, key):
        self.key = key


class TorchPickler(pickle.Pickler):
    def persistent_id(self, obj):
        if isinstance(obj, Storage):
            return ("storage", FloatStorage, obj.key, "cpu", 4)


for parent in "sklearn", "sklearn.ensemble":
    module(parent)
module("sklearn.ensemble._forest", RandomForestClassifier=Forest)
module("mine", Pair=Pair)
module("torch", FloatStorage=FloatStorage)
module("torch._utils", _rebuild_tensor_v2=_rebuild_tensor_v2)

for protocol in range(6):
    both = [Forest(), Pair(1, 2), datetime.date(2026, 11, 30), {1, 2}, frozenset("ab"), b"bytes", bytearray(b"more"), 2**70, -1, 1.5, None, True, ("x",) * 5, complex(1, 2)]
    with open("pickles/protocol_%d.pkl" % protocol, "wb") as f:
        pickle.dump(both, f, protocol=protocol)

b = io.BytesIO()
TorchPickler(b, protocol=2).dump(collections.OrderedDict(weight=Tensor("0"), bias=Tensor("1")))
with zipfile.ZipFile("pickles/torch_zip.pt", "w") as z:
    for name, content in {"data.pkl": b.getvalue(), "data/0": b"\x80\x02" * 8, "data/1": b"\0" * 16, "version": b"3\n"}.items():
        z.writestr(zipfile.ZipInfo("archive/" + name), content)

# The form before the archives: torch/serialization.py, _legacy_save.
with open("pickles/torch_legacy.pt", "wb") as f:
    for part in 0x1950A86A20F9469CFC6C, 1001, {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}:
        pickle.dump(part, f, protocol=2)
    f.write(b.getvalue())
    pickle.dump(["0", "1"], f, protocol=2)
    for _ in range(2):
        f.write(struct.pack("<q", 4) + struct.pack("<4f", 1.5, -2.25, 3e9, 4))
