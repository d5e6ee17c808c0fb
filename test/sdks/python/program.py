"""A program in Python, with the SDK that is made of the schema: goes up, and prints its outputs as JSON."""

import json
import os
import sys

import pulumi
import pulumi_workato_dcr as workato
from pulumi import automation


def program():
    settings = json.loads(os.environ["PROGRAM_SETTINGS"])
    provider = workato.DcrProvider(
        "okta",
        name="Okta",
        authentication_method=workato.AuthenticationMethod.OIDC,
        required_claims=["iss", "aud"],
        scopes=[settings["scope"]],
    )
    found = workato.get_api_collection(id=settings["collection"])
    orders = workato.ApiClient(
        "orders",
        name="Orders",
        api_collection_ids=[found.id],
        dcr_provider=provider.ref,
        registration=workato.RegistrationArgs(token_endpoint_auth_method="client_secret_basic"),
        rotation_triggers={"quarter": "Q4", "times": 2},
    )
    credential = workato.ApiClientCredential(
        "eu",
        name="EU",
        api_client=workato.ApiClientRefArgs(id=orders.id, dcr_provider=orders.dcr_provider),
    )
    pulumi.export("collection", found.name)
    pulumi.export("clientId", orders.client_id)
    pulumi.export("clientSecret", orders.client_secret)
    pulumi.export("otherClientId", credential.client_id)
    pulumi.export("otherClientSecret", credential.client_secret)


def main(engine: str, folder: str, command: str):
    workspace = automation.LocalWorkspace(
        work_dir=folder,
        program=program,
        pulumi_command=automation.PulumiCommand(root=engine),
    )
    stack = automation.Stack.select("test", workspace)
    say = lambda text: print(text, file=sys.stderr)
    if command == "destroy":
        stack.destroy(on_output=say)
        return
    stack.preview(on_output=say)
    up = stack.up(on_output=say)
    again = stack.preview(on_output=say)
    outputs = {name: {"value": it.value, "secret": it.secret} for name, it in up.outputs.items()}
    print(json.dumps({"outputs": outputs, "unchanged": again.change_summary}, default=str))


main(*sys.argv[1:])
