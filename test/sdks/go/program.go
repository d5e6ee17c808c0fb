// A program in Go, with the SDK that is made of the schema: goes up, and prints its outputs as JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	workato "pulumi-workato-dcr/sdk/go/workatodcr"
)

type output struct {
	Value  any  `json:"value"`
	Secret bool `json:"secret"`
}

func program(ctx *pulumi.Context) error {
	var settings struct{ Scope, Collection string }
	if err := json.Unmarshal([]byte(os.Getenv("PROGRAM_SETTINGS")), &settings); err != nil {
		return err
	}
	provider, err := workato.NewDcrProvider(ctx, "okta", &workato.DcrProviderArgs{
		Name:                 pulumi.String("Okta"),
		AuthenticationMethod: workato.AuthenticationMethodOidc,
		RequiredClaims:       pulumi.ToStringArray([]string{"iss", "aud"}),
		Scopes:               pulumi.ToStringArray([]string{settings.Scope}),
	})
	if err != nil {
		return err
	}
	found, err := workato.GetApiCollection(ctx, &workato.GetApiCollectionArgs{Id: settings.Collection})
	if err != nil {
		return err
	}
	orders, err := workato.NewApiClient(ctx, "orders", &workato.ApiClientArgs{
		Name:             pulumi.String("Orders"),
		ApiCollectionIds: pulumi.Array{pulumi.String(found.Id)},
		DcrProvider:      provider.Ref,
		Registration: &workato.RegistrationArgs{
			TokenEndpointAuthMethod: workato.TokenEndpointAuthMethodClientSecretBasic,
		},
		RotationTriggers: pulumi.Map{"quarter": pulumi.String("Q4"), "times": pulumi.Int(2)},
	})
	if err != nil {
		return err
	}
	credential, err := workato.NewApiClientCredential(ctx, "eu", &workato.ApiClientCredentialArgs{
		Name:      pulumi.String("EU"),
		ApiClient: &workato.ApiClientRefArgs{Id: orders.ID(), DcrProvider: orders.DcrProvider},
	})
	if err != nil {
		return err
	}
	ctx.Export("collection", pulumi.String(found.Name))
	ctx.Export("clientId", orders.ClientId)
	ctx.Export("clientSecret", orders.ClientSecret)
	ctx.Export("otherClientId", credential.ClientId)
	ctx.Export("otherClientSecret", credential.ClientSecret)
	return nil
}

func main() {
	ctx := context.Background()
	root, folder, command := os.Args[1], os.Args[2], os.Args[3]
	engine, err := auto.NewPulumiCommand(&auto.PulumiCommandOptions{Root: root})
	fail(err)
	workspace, err := auto.NewLocalWorkspace(ctx, auto.WorkDir(folder), auto.Program(program), auto.Pulumi(engine))
	fail(err)
	stack, err := auto.SelectStack(ctx, "test", workspace)
	fail(err)
	if command == "destroy" {
		_, err = stack.Destroy(ctx, optdestroy.ProgressStreams(os.Stderr))
		fail(err)
		return
	}
	_, err = stack.Preview(ctx, optpreview.ProgressStreams(os.Stderr))
	fail(err)
	up, err := stack.Up(ctx, optup.ProgressStreams(os.Stderr))
	fail(err)
	again, err := stack.Preview(ctx, optpreview.ProgressStreams(os.Stderr))
	fail(err)
	outputs := map[string]output{}
	for name, it := range up.Outputs {
		outputs[name] = output{it.Value, it.Secret}
	}
	text, err := json.Marshal(map[string]any{"outputs": outputs, "unchanged": again.ChangeSummary})
	fail(err)
	fmt.Println(string(text))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
