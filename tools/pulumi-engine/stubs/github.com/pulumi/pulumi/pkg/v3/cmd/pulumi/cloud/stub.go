// Package cloud stands in for `pulumi api` and what asks Pulumi Cloud in the same way: its reader of OpenAPI documents
// alone is a quarter of the build.
package cloud

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/pulumi/pulumi/pkg/v3/backend/httpstate/client"
)

var errLeftOut = errors.New("this build of the engine leaves out the commands that ask Pulumi Cloud")

type APIError struct {
	error
	ExitCode int
	Silent   bool
}

type ResolvedContext struct {
	Client   *client.Client
	OrgName  string
	LoggedIn bool
}

func NewAPICmd() *cobra.Command {
	return &cobra.Command{
		Use:    "api",
		Hidden: true,
		RunE:   func(*cobra.Command, []string) error { return errLeftOut },
	}
}

func ResolveContext(context.Context) (*ResolvedContext, error) { return nil, errLeftOut }
