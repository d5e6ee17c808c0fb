import { z } from "zod";

export const id = z.int().positive();
export const name = z.string().trim().min(1, "can't be blank");
export const texts = z.array(z.string().min(1));

export const page = {
  page: z.coerce.number().int().min(1).default(1),
  per_page: z.coerce.number().int().min(1).max(100).default(100),
};

export function slice<T>(rows: Iterable<T>, { page, per_page }: { page: number; per_page: number }) {
  const all = [...rows];
  return { data: all.slice((page - 1) * per_page, page * per_page), count: all.length, page, per_page };
}

/** An update is refused for what it makes wrong, not for what was wrong before. */
export function newErrors<T>(check: (record: T) => Record<string, string[]>, before: T, after: T) {
  const old = check(before);
  return Object.fromEntries(Object.entries(check(after)).filter(([field]) => !(field in old)));
}
