package tf_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

func TestFingerprint(t *testing.T) {
	kind := tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"name": tftypes.String, "number": tftypes.Number, "bouquets": tftypes.Set{ElementType: tftypes.Number},
	}}
	config := func(name, number any, bouquets ...int) tf.Fingerprint {
		set := make([]tftypes.Value, len(bouquets))
		for i, id := range bouquets {
			set[i] = tftypes.NewValue(tftypes.Number, id)
		}
		return tf.FingerprintOf(tftypes.NewValue(kind, map[string]tftypes.Value{
			"name": tftypes.NewValue(tftypes.String, name), "number": tftypes.NewValue(tftypes.Number, number),
			"bouquets": tftypes.NewValue(tftypes.Set{ElementType: tftypes.Number}, set),
		}))
	}
	one := config("a", 1, 1, 2)
	if config("a", 1, 1, 2) != one {
		t.Error("equal configurations differ")
	}
	if config("a", int64(12345678901), 1) == config("a", int64(12345678902), 1) {
		t.Error("long numbers are rounded")
	}
	for what, other := range map[string]tf.Fingerprint{
		"text": config("b", 1, 1, 2), "number": config("a", 2, 1, 2), "set": config("a", 1, 1), "null": config(nil, 1, 1, 2),
		"empty": config("", 1, 1, 2), "unknown": config(tftypes.UnknownValue, 1, 1, 2), "null number": config("a", nil, 1, 2),
	} {
		if other == one {
			t.Errorf("%s: another configuration is taken for the same", what)
		}
	}
}
