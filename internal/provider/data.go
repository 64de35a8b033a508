package provider

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

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
	d.icareus = sync.OnceValues(d.newIcareus)
	d.panel = sync.OnceValues(d.newPanel)
	d.telecomx = sync.OnceValues(d.newTelecomX)
	return d
}

// Preflight is true when plans are checked against the live catalogues.
func (d *data) Preflight() bool { return d.config.Preflight.IsNull() || d.config.Preflight.ValueBool() }

// rest is what all three clients have in common; platform and block name them in errors.
func (d *data) rest(platform, block, endpoint string, s *settings) (rest.Config, error) {
	c := d.config
	if s.unknown || s.block.IsUnknown() || unknownCommon(c) {
		return rest.Config{}, fmt.Errorf("the configuration of %s (the provider's block %s) %w", platform, block, tf.ErrNotKnown)
	}
	if len(s.problems) > 0 {
		return rest.Config{}, fmt.Errorf("%s is not configured: %w", platform, errors.Join(s.problems...))
	}
	config := rest.Config{
		Platform: platform, UserAgent: d.userAgent, Timeout: defaultTimeout, MaxRetries: defaultMaxRetries,
		RequestsPerSecond: c.RequestsPerSecond.ValueFloat64(), Log: logTo(block), Dial: d.dial,
	}
	if endpoint != "" {
		address, err := rest.ParseEndpoint(endpoint, c.AllowPlainHTTP.ValueBool())
		if err != nil {
			return rest.Config{}, fmt.Errorf("the endpoint of %s (the provider's block %s) is not valid: %w", platform, block, err)
		}
		config.Endpoint = address
	}
	if !c.RequestTimeout.IsNull() {
		timeout, err := time.ParseDuration(c.RequestTimeout.ValueString())
		if err != nil {
			return rest.Config{}, fmt.Errorf("request_timeout: %w", err)
		}
		config.Timeout = timeout
	}
	if !c.MaxRetries.IsNull() {
		config.MaxRetries = int(c.MaxRetries.ValueInt64())
	}
	return config, nil
}

// unknownCommon is true while a value that all platforms share is not known.
func unknownCommon(c *config) bool {
	for _, value := range []interface{ IsUnknown() bool }{c.RequestTimeout, c.MaxRetries, c.RequestsPerSecond, c.AllowPlainHTTP} {
		if value.IsUnknown() {
			return true
		}
	}
	return false
}

// logTo writes what rest tells of its attempts; TF_LOG_PROVIDER_IPTV_<BLOCK> sets the level of one platform.
func logTo(block string) func(context.Context, string, map[string]any) {
	return func(ctx context.Context, message string, fields map[string]any) {
		ctx = tflog.NewSubsystem(ctx, block, tflog.WithLevelFromEnv("TF_LOG_PROVIDER_IPTV", block))
		tflog.SubsystemDebug(ctx, block, message, fields)
	}
}
