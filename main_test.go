package main

import (
	"os"
	"testing"
)

func TestQuietLogs(t *testing.T) {
	tests := map[string]struct{ variable, value, want string }{
		"nobody asks":              {"TF_LOG", "", "OFF"},
		"Terraform's logs":         {"TF_LOG", "TRACE", ""},
		"providers' logs":          {"TF_LOG_PROVIDER", "DEBUG", ""},
		"this provider's logs":     {"TF_LOG_PROVIDER_IPTV", "info", ""},
		"the framework's own logs": {"TF_LOG_SDK_FRAMEWORK", "WARN", "WARN"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{"TF_LOG", "TF_LOG_CORE", "TF_LOG_PROVIDER", "TF_LOG_PATH", "TF_LOG_SDK",
				"TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO"} {
				t.Setenv(variable, "")
			}
			t.Setenv(test.variable, test.value)
			quietLogs()
			if got := os.Getenv("TF_LOG_SDK_FRAMEWORK"); got != test.want {
				t.Errorf("TF_LOG_SDK_FRAMEWORK is %q, want %q", got, test.want)
			}
		})
	}
}
