package tf

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// IsKnown reports whether a value is neither null nor unknown.
func IsKnown(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }

// IfKnown is a value to send, nil when it is left to the platform: planned is null or unknown.
func IfKnown[T any](planned attr.Value, value T) *T {
	if !IsKnown(planned) {
		return nil
	}
	return &value
}

// Changed is a value to send, nil when it is left to the platform or equal to the state.
func Changed[T any](planned, state attr.Value, value T) *T {
	if planned.Equal(state) {
		return nil
	}
	return IfKnown(planned, value)
}

// Models is a model of each object, in the same order, never nil.
func Models[M, V any](objects []V, fromAPI func(*M, V)) []M {
	models := make([]M, len(objects))
	for i, object := range objects {
		fromAPI(&models[i], object)
	}
	return models
}

// Int64Set is ids as a set, each once.
func Int64Set(ids []int64) types.Set {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	elements := make([]attr.Value, len(ids))
	for i, id := range ids {
		elements[i] = types.Int64Value(id)
	}
	return types.SetValueMust(types.Int64Type, elements)
}

// Int64s is a set's known numbers in ascending order, never nil.
func Int64s(set types.Set) []int64 {
	ids := make([]int64, 0, len(set.Elements()))
	for _, element := range set.Elements() {
		if id, ok := element.(types.Int64); ok && !id.IsNull() && !id.IsUnknown() {
			ids = append(ids, id.ValueInt64())
		}
	}
	slices.Sort(ids)
	return ids
}
