import { subjectOf } from "../../../provider/lifecycle/subject";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";

test.each<[Record<string, unknown>, string]>([
  [{ name: "Orders" }, 'ApiClient "Orders"'],
  [{ name: 'the "best"\n' }, 'ApiClient "the \\"best\\"\\n"'],
  [{ name: UNKNOWN }, "ApiClient"],
  [{}, "ApiClient"],
  [{ name: 5 }, "ApiClient"],
])("of %j, messages speak as %s", (properties, subject) => {
  expect(subjectOf("ApiClient", properties)).toBe(subject);
});
