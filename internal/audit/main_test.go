package audit

import (
	"os"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	acctest.RemoveBuild()
	os.Exit(code)
}
