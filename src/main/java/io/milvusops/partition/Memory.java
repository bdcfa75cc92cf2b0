package io.milvusops.partition;

import java.util.Optional;

/** What is recorded on the resource, already checked to be this uid's own: a record of another uid is void. */
public record Memory(Optional<Binding> binding, Optional<Intent> intent, Optional<Order> order) {

    /** Nothing recorded. */
    public static final Memory NONE = new Memory(Optional.empty(), Optional.empty(), Optional.empty());

    Memory bound(Binding binding) {
        return new Memory(Optional.of(binding), intent, Optional.empty());
    }

    Memory ordered(Order order) {
        return new Memory(binding, intent, Optional.of(order));
    }

    /** What a resource remembers that wants its partition: an order it gave up is forgotten, a finished one is not. */
    Memory withoutOpenOrder() {
        return new Memory(binding, intent, order.filter(Order::fulfilled));
    }

    /** The binding of a partition that no finished order has done away with. */
    public Optional<Binding> current() {
        return binding.filter(bound -> order.filter(Order::fulfilled).isEmpty());
    }

    /** The open intent, if one waits for its creation. */
    public Optional<Intent> openIntent() {
        return intent.filter(candidate -> candidate.openFor(this));
    }
}
