package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

const version = "0.1.0"

// terraform runs the CLI in the demo's directory.
type terraform struct{ cli.CLI }

// prepare builds the provider into a mirror of its own and copies the example beside it.
func prepare(ctx context.Context, path, example, dir string, platforms *estate.Server) (*terraform, error) {
	config := filepath.Join(dir, "config")
	if err := os.CopyFS(config, os.DirFS(example)); err != nil {
		return nil, fmt.Errorf("cannot copy %s: %w", example, err)
	}
	mirror, err := cli.BuildMirror(ctx, dir, version)
	if err != nil {
		return nil, err
	}
	rc := filepath.Join(dir, "cli.tfrc")
	if err := os.WriteFile(rc, []byte(mirror), 0o600); err != nil {
		return nil, err
	}
	return &terraform{cli.CLI{Path: path, Dir: config, Env: cli.Environment(rc, configuration(platforms)...)}}, nil
}

// configuration is the variables that configure the example and the provider for the simulated platforms.
func configuration(platforms *estate.Server) []string {
	return []string{
		"TF_VAR_subscription_end=" + time.Now().UTC().AddDate(0, 6, 0).Format("2006-01-02T00:00:00Z"),
		"TELECOMX_ENDPOINT=" + platforms.URL(), "TELECOMX_TOKEN=" + simtelecomx.Token, "TELECOMX_CUSTOMER_ID=" +
			simtelecomx.Reseller,
		"TF_VAR_customer_id=" + simtelecomx.Customer,
		"IPTV_PANEL_ENDPOINT=" + platforms.URL(), "IPTV_PANEL_API_KEY=" + simpanel.APIKey, "IPTV_PANEL_USER_TOKEN=" +
			simpanel.UserToken,
		"ICAREUS_ENDPOINT=" + platforms.URL() + "/api/channels/admin",
		fmt.Sprintf("ICAREUS_ORGANIZATION_ID=%d", simicareus.Organization), "ICAREUS_SECRET=" + simicareus.Secret,
	}
}

// shown is the lines of the CLI's output that tell the story.
var shown = regexp.MustCompile(`^(Plan:|No changes|Apply complete|Destroy complete|Error:|  # .* (will|must) be |` +
	`\S.*: (Creation|Modifications|Destruction) complete|Terraform has been|OpenTofu has been|` +
	`\s+~ (description|name|expire_at|renewal_key|transaction_amount|credits)\b|[a-z_]+ += [^{\[]|[│╷╵])`)

// run runs the CLI, prints the lines that tell the story, and fails unless it ends with the wanted exit code.
func (t *terraform) run(ctx context.Context, want int, args ...string) (string, error) {
	fmt.Printf("  $ %s %s\n", cli.Name(t.Path), strings.Join(args, " "))
	result, err := t.Run(ctx, append(args, "-no-color")...)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(result.Output) {
		if shown.MatchString(line) {
			fmt.Print("    " + line)
		}
	}
	if result.Code != want {
		return "", fmt.Errorf("%s ended with %d instead of %d:\n%s", strings.Join(args, " "), result.Code, want, result.Output)
	}
	return result.Output, nil
}
