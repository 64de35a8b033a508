package tf

import (
	"crypto/sha256"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Fingerprint tells configurations apart, where to keep thousands of them would take memory.
type Fingerprint [sha256.Size]byte

// FingerprintOf is that of a block's configuration, secrets included: equal configurations have equal ones.
func FingerprintOf(config tftypes.Value) Fingerprint {
	encoded, err := tfprotov6.NewDynamicValue(config.Type(), config)
	if err != nil {
		return sha256.Sum256([]byte(config.String())) // less exact: it rounds numbers
	}
	return sha256.Sum256(encoded.MsgPack)
}
