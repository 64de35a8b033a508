package provider

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// The wrapped server hides nothing of the framework's: Terraform finds out by its methods what a provider can do.
func TestServer_offersEverything(t *testing.T) {
	base := reflect.TypeOf(providerserver.NewProtocol6(New("test")())())
	wrapped := reflect.TypeOf(NewServer("test"))
	for i := range base.NumMethod() {
		method := base.Method(i)
		found, ok := wrapped.MethodByName(method.Name)
		if !ok {
			t.Errorf("the method %s of the framework's server is hidden", method.Name)
			continue
		}
		// Without the receivers, which differ.
		if want, got := arguments(method.Type), arguments(found.Type); !reflect.DeepEqual(want, got) {
			t.Errorf("%s takes and returns %v, want %v", method.Name, got, want)
		}
	}
	for _, optional := range []reflect.Type{
		reflect.TypeFor[tfprotov6.ProviderServer](),
		reflect.TypeFor[tfprotov6.ProviderServerWithListResource](), //nolint:staticcheck // what Terraform's protocol looks for
		reflect.TypeFor[tfprotov6.ProviderServerWithActions](),      //nolint:staticcheck // as above
		reflect.TypeFor[tfprotov6.ProviderServerWithStateStores](),  //nolint:staticcheck // as above
	} {
		if base.Implements(optional) != wrapped.Implements(optional) {
			t.Errorf("%s: the framework's server has it: %t, the wrapped one: %t", optional, base.Implements(optional),
				wrapped.Implements(optional))
		}
	}
}

// The framework keeps something of every call until it is stopped. When this test fails it no longer does, and the wrapper
// with all of its methods can go.
func TestServer_isStillNeeded(t *testing.T) {
	base := providerserver.NewProtocol6(New("test")())()
	for range 10 {
		if _, err := base.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{}); err != nil {
			t.Fatal(err)
		}
	}
	if kept := reflect.ValueOf(base).Elem().FieldByName("contextCancels"); !kept.IsValid() || kept.Len() < 10 {
		t.Error("the framework keeps no contexts any more: remove the wrapper")
	}
}

// arguments is what a method takes and returns.
func arguments(method reflect.Type) (all []reflect.Type) {
	for i := 1; i < method.NumIn(); i++ {
		all = append(all, method.In(i))
	}
	for i := range method.NumOut() {
		all = append(all, method.Out(i))
	}
	return all
}
