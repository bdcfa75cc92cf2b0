package io.milvusops.partition;

import java.util.Optional;

/** What is recorded on the resource, already checked to be this uid's own: a record of another uid is void. */
public record Memory(Optional<Binding> binding, Optional<Intent> intent, Optional<Order> order) {

    /** Nothing recorded. */
    public static final Memory NONE = new Memory(Optional.empty(), Optional.empty(), Optional.empty());

    Memory bound(Binding binding) {
        return new Memory(Optional.of(binding), intent, Optional.empty());
    }

    /** The same, where the recorded partition was seen by its ids: at another address of its server. */
    Memory at(String endpoint) {
        return new Memory(binding.map(bound -> bound.at(endpoint)), intent, order);
    }

    Memory ordered(Order order) {
        return new Memory(binding, intent, Optional.of(order));
    }

    /** What a resource remembers that is about to create its partition. */
    public Memory intending(Intent next) {
        return new Memory(binding, Optional.of(next), order);
    }

    /** What a resource remembers whose intent was not carried out. */
    public Memory withoutIntent() {
        return new Memory(binding, Optional.empty(), order);
    }

    /** What a resource remembers that wants its partition: an order it gave up is forgotten, a finished one is not. */
    Memory withoutOpenOrder() {
        return new Memory(binding, intent, order.filter(Order::fulfilled));
    }

    /** The same of a drop whose record was written and which was not sent: others wait for what may be under way. */
    Memory withoutAttempt() {
        return new Memory(binding, intent, order.map(Order::unsent));
    }

    /** Whether a drop of the recorded partition may have been sent. */
    public boolean attempted() {
        return order.filter(given -> given.stage() == Order.Stage.ATTEMPTED)
                .filter(given -> given.incarnation().equals(binding.map(Binding::incarnation)))
                .isPresent();
    }

    /** The binding of a partition that no finished order has done away with. */
    public Optional<Binding> current() {
        return binding.filter(bound -> order.filter(Order::fulfilled).isEmpty());
    }

    /** The open intent, if one waits for its creation. */
    public Optional<Intent> openIntent() {
        return intent.filter(candidate -> candidate.openFor(this));
    }

    /**
     * The collection in which is seen what became of a call: a creation that is not recorded is sought where it was
     * intended, all else where it is recorded. Empty where nothing is.
     */
    public Optional<Long> home() {
        return openIntent()
                .map(Intent::collectionId)
                .or(() -> binding.map(bound -> bound.incarnation().collectionId()));
    }

    /** Whether a partition may be its own: one that is recorded, or may come of a creation that is not. */
    public boolean mayOwn() {
        return current().isPresent() || openIntent().isPresent();
    }
}
