// Numbers that the seed decides (xorshift32), and choices made with them.

export function seeded(seed) {
  let state = seed * 2654435761 | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

export const chance = (random, share) => random() < share;
export const integer = (random, low, high) => low + Math.floor(random() * (high - low + 1));
export const pick = (random, items) => items[Math.floor(random() * items.length)];
