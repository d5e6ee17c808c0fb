import { condense, problems } from "../../demo/engine-output";

const UP = `Updating (test):

 +  pulumi:pulumi:Stack test-test creating (0s)
@ updating.....
 +  pulumi-nodejs:dynamic/workato:HttpConnection okta creating (0s)
 +  pulumi-nodejs:dynamic/workato:HttpConnection okta created (0.26s)
 ~  pulumi-nodejs:dynamic/workato:ApiClient orders updated (0.20s) [diff: ~name]
    pulumi-nodejs:dynamic/workato:DcrProvider oidc
 +  pulumi:pulumi:Stack test-test created (2s) 1 message
Diagnostics:
  pulumi:pulumi:Stack (test-test):
    warning: [runtime] The claim stays at Okta.

Outputs:
    clientId    : "0oa1"
    clientSecret: [secret]

Resources:
    + 2 created
    ~ 1 updated

Duration: 3s
`;

const REFUSED = `Previewing update (test):

@ previewing update......
    pulumi-nodejs:dynamic/workato:DcrProvider oidc  error: pulumi-nodejs:dynamic/workato:DcrProvider resource 'oidc': no
    pulumi-nodejs:dynamic/workato:DcrProvider oidc  1 error
Diagnostics:
  pulumi-nodejs:dynamic/workato:DcrProvider (oidc):
    error: pulumi-nodejs:dynamic/workato:DcrProvider resource 'oidc': property name has a problem: is taken

Resources:
    2 unchanged
    1 errored
`;

const SECOND_UP = ` -  pulumi-nodejs:dynamic/workato:ApiClientCredential eu deleting (0s)
 -  pulumi-nodejs:dynamic/workato:ApiClientCredential eu deleted (0.08s)
Outputs:
    clientId      : "0oa1"
  - secondClientId: "0oa2"

Resources:
    - 1 deleted
`;

test.each([
  [
    "an up of a new stack",
    UP,
    [
      "+ HttpConnection okta created",
      "~ ApiClient orders updated [diff: ~name]",
      "warning: The claim stays at Okta.",
      'outputs: clientId: "0oa1", clientSecret: [secret]',
      "resources: + 2 created, ~ 1 updated",
    ],
  ],
  [
    "a preview that was refused",
    REFUSED,
    ["error: DcrProvider resource 'oidc': property name has a problem: is taken", "resources: 2 unchanged, 1 errored"],
  ],
  [
    "an up that changes little",
    SECOND_UP,
    ["- ApiClientCredential eu deleted", 'outputs: - secondClientId: "0oa2"', "resources: - 1 deleted"],
  ],
  ["nothing", "", []],
])("what happened is read out of %s", (_what, printed, lines) => {
  expect(condense(printed)).toEqual(lines);
});

test("problems are warnings and errors", () => {
  expect([UP, REFUSED, SECOND_UP].map((printed) => problems(printed).length)).toEqual([1, 1, 0]);
});
