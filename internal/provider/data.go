package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus"
	"github.com/iptvops/terraform-provider-iptv/internal/panel"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// data is what the types get from the provider: the platforms, each made once, at its first use.
type data struct {
	config    *config
	userAgent string
	dial      Dial

	icareus  func() (*icareus.Platform, error)
	panel    func() (*panel.Platform, error)
	telecomx func() (*telecomx.Platform, error)
}

func newData(c *config, userAgent string) *data {
	d := &data{config: c, userAgent: userAgent}
	d.icareus = once(d.newIcareus)
	d.panel = once(d.newPanel)
	d.telecomx = once(d.newTelecomX)
	return d
}

// once makes a platform at its first use. What is wrong with its configuration is one error for the whole run.
func once[P any](newPlatform func() (P, error)) func() (P, error) {
	return sync.OnceValues(func() (P, error) {
		platform, err := newPlatform()
		if err != nil && !errors.Is(err, tf.ErrNotKnown) {
			err = &tf.NotConfiguredError{Err: err}
		}
		return platform, err
	})
}

// Preflight reports whether plans are checked against the live catalogues.
func (d *data) Preflight() bool { return d.config.common().preflight }

// clientConfig is what all three clients have in common; platform and block name them in errors.
func (d *data) clientConfig(platform, block, endpoint string, s *settings) (rest.Config, error) {
	shared := d.config.common()
	access, accessUnknown := readAccess(s.block)
	if s.unknown || s.block.IsUnknown() || accessUnknown || shared.unknown {
		return rest.Config{}, fmt.Errorf("the configuration of %s (the provider block %s) %w", platform, block, tf.ErrNotKnown)
	}
	if problems := slices.Concat(s.problems, shared.problems); len(problems) > 0 {
		return rest.Config{}, fmt.Errorf("%s is not configured: %w", platform, errors.Join(problems...))
	}
	settings, err := access.tls.Config()
	if err != nil {
		return rest.Config{}, fmt.Errorf("%s is not configured: %s.%w", platform, block, err)
	}
	config := rest.Config{
		Platform: platform, UserAgent: d.userAgent, Timeout: shared.timeout, MaxRetries: shared.maxRetries,
		RequestsPerSecond: shared.requestsPerSecond, Log: logTo(block), Dial: d.dial, TLS: settings, Headers: access.headers,
	}
	if endpoint != "" {
		address, err := rest.ParseEndpoint(endpoint, shared.allowPlainHTTP)
		if err != nil {
			return rest.Config{}, fmt.Errorf("the endpoint of %s (%s.endpoint in the provider block, or the environment "+
				"variable %s) is not valid: %w", platform, block, s.address, err)
		}
		config.Endpoint = address
	}
	return config, nil
}

// logTo writes what rest tells of its attempts; TF_LOG_PROVIDER_IPTV_<BLOCK> sets the level of one platform.
func logTo(block string) func(context.Context, string, map[string]any) {
	return func(ctx context.Context, message string, fields map[string]any) {
		ctx = tflog.NewSubsystem(ctx, block, tflog.WithLevelFromEnv("TF_LOG_PROVIDER_IPTV", block))
		tflog.SubsystemDebug(ctx, block, message, fields)
	}
}
