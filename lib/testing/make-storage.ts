// A browser's storage for tests, as much of it as is used, and as small as one likes.
export function makeStorage(capacity = Infinity): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => {
      if (value.length > capacity) throw new DOMException("Full", "QuotaExceededError");
      items.set(key, value);
    },
  };
}
