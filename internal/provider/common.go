package provider

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	defaultTimeout    = 30 * time.Second
	defaultMaxRetries = 4
	mostRetries       = 20
)

// common is what all platforms share, from the provider block over the environment.
type common struct {
	timeout           time.Duration
	maxRetries        int
	requestsPerSecond float64
	allowPlainHTTP    bool
	preflight         bool

	unknown  bool    // a value of the block that another resource will make
	problems []error // of the environment
}

// common reads them. An unknown value never falls back to the environment.
func (c *config) common() common {
	s := &settings{}
	all := common{timeout: defaultTimeout, maxRetries: defaultMaxRetries, preflight: true}
	all.timeout = setting(s, c.RequestTimeout, "IPTV_REQUEST_TIMEOUT", all.timeout, parseTimeout)
	all.maxRetries = setting(s, c.MaxRetries, "IPTV_MAX_RETRIES", all.maxRetries, parseRetries)
	all.requestsPerSecond = setting(s, c.RequestsPerSecond, "IPTV_REQUESTS_PER_SECOND", 0, parseRate)
	all.allowPlainHTTP = setting(s, c.AllowPlainHTTP, "IPTV_ALLOW_PLAIN_HTTP", false, parseFlag)
	// An unknown preflight makes no platform unusable.
	unknown := s.unknown
	all.preflight = setting(s, c.Preflight, "IPTV_PREFLIGHT", true, parseFlag)
	all.unknown, all.problems = unknown, s.problems
	return all
}

// setting is the block's value, else the environment variable's, else the default.
func setting[T any](s *settings, value known, variable string, otherwise T, parse func(string) (T, error)) T {
	if value.IsUnknown() {
		s.unknown = true
		return otherwise
	}
	text := ""
	switch value := value.(type) {
	case types.Int64:
		text = strconv.FormatInt(value.ValueInt64(), 10)
	case types.Float64:
		text = strconv.FormatFloat(value.ValueFloat64(), 'g', -1, 64)
	case types.Bool:
		text = strconv.FormatBool(value.ValueBool())
	case types.String:
		text = trimmed(value)
	}
	inBlock := !value.IsNull() && text != ""
	if !inBlock {
		if text = s.environment(variable); text == "" {
			return otherwise
		}
	}
	parsed, err := parse(text)
	if err != nil {
		if !inBlock { // the block is validated
			s.problems = append(s.problems, fmt.Errorf("the environment variable %s is %q; %w", variable, text, err))
		}
		return otherwise
	}
	return parsed
}

// known is what all values of the framework can say.
type known interface {
	IsNull() bool
	IsUnknown() bool
}

func parseTimeout(text string) (time.Duration, error) {
	timeout, err := time.ParseDuration(text)
	if err != nil || timeout < time.Second || timeout > 10*time.Minute {
		return 0, errors.New("it must be a duration from 1s to 10m, such as 30s")
	}
	return timeout, nil
}

func parseRetries(text string) (int, error) {
	retries, err := strconv.Atoi(text)
	if err != nil || retries < 0 || retries > mostRetries {
		return 0, errors.New("it must be a whole number from 0 to 20")
	}
	return retries, nil
}

func parseRate(text string) (float64, error) {
	limit, err := strconv.ParseFloat(text, 64)
	if err != nil || !(limit >= 0) || math.IsInf(limit, 0) {
		return 0, errors.New("it must be a number of at least 0")
	}
	return limit, nil
}

func parseFlag(text string) (bool, error) {
	flag, err := strconv.ParseBool(text)
	if err != nil {
		return false, errors.New("it must be true or false")
	}
	return flag, nil
}
