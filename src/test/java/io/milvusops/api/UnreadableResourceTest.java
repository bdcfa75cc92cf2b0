package io.milvusops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.milvusops.api.Unreadable.Part;
import java.lang.reflect.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One object that this version does not understand is reported, kept as it is, and stops nobody else. */
class UnreadableResourceTest {

    private static final String SECRET = "swordfish";

    private static final String GOOD_SPEC = "{'collection':'book','partition':'novel'}";

    private static final MilvusPartitionSpec BOOK_NOVEL =
            new MilvusPartitionSpec(null, null, "book", "novel", null, null, null, null, null);

    private static final MilvusPartitionStatus OBSERVED_AT_3 =
            new MilvusPartitionStatus(3L, null, null, null, null, null, null, null, null);

    private final KubernetesSerialization serialization = ResourceSerialization.create();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'collection':'book','partition':'novel','ensure':'swordfish'} | spec.ensure | has a value that this version does not know
                    {'collection':'book','partition':'novel','ensure':''} | spec.ensure | has a value that this version does not know
                    {'collection':'book','partition':'novel','ensure':1} | spec.ensure | has a value that this version does not know
                    {'collection':'book','partition':'novel','dropGuard':{'whenLoaded':'swordfish'}} | spec.dropGuard.whenLoaded | has a value that this version does not know
                    {'collection':'book','partition':'novel','dropGuard':'swordfish'} | spec.dropGuard | is not an object
                    {'collection':{'swordfish':1},'partition':'novel'} | spec.collection | is not a text
                    {'collection':7,'partition':'novel'} | spec.collection | is not a text
                    {'collection':'book','partition':null} | spec.partition | is missing
                    {'partition':'novel'} | spec.collection | is missing
                    ['swordfish'] | spec | is not an object
                    'swordfish' | spec | is not an object
                    """)
    void shouldSayWhereAndWhyInTheSpec(String spec, String path, String problem) {
        MilvusPartition partition = partition(spec, "{'observedGeneration':3}");

        assertThat(partition.unreadable()).containsExactly(new Unreadable(Part.SPEC, path, problem));
        assertThat(partition.getMetadata().getUid()).isEqualTo("u-1");
        assertThat(partition.getStatus()).isEqualTo(OBSERVED_AT_3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'observedGeneration':'3'} | status.observedGeneration | is not a whole number
                    {'observedGeneration':3.5} | status.observedGeneration | is not a whole number
                    {'observedGeneration':99999999999999999999} | status.observedGeneration | cannot be read
                    {'conditions':{}} | status.conditions | is not a list
                    {'conditions':[{'type':'Ready','status':'swordfish','reason':'R','message':'','lastTransitionTime':'t'}]} | status.conditions[0].status | has a value that this version does not know
                    {'conditions':[{'type':'Ready','status':'True','reason':'R','message':'','lastTransitionTime':'t'},7]} | status.conditions[1] | is not an object
                    {'binding':{'partitionID':449}} | status.binding.partitionID | is not a text
                    {'binding':{'origin':'swordfish'}} | status.binding.origin | has a value that this version does not know
                    """)
    void shouldSayWhereAndWhyInTheStatus(String status, String path, String problem) {
        MilvusPartition partition = partition(GOOD_SPEC, status);

        assertThat(partition.unreadable()).containsExactly(new Unreadable(Part.STATUS, path, problem));
        assertThat(partition.getSpec()).isEqualTo(BOOK_NOVEL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'ownerUID':'u-1','collectionID':'1','partitionID':'2','collectionName':'book'} | status.binding.endpoint
                    {'ownerUID':'u-1','endpoint':'e','partitionID':'2','collectionName':'book'} | status.binding.collectionID
                    {'ownerUID':'u-1','endpoint':'e','collectionID':'1','collectionName':'book'} | status.binding.partitionID
                    {'ownerUID':'u-1','endpoint':'e','collectionID':'1','partitionID':'two','collectionName':'book'} | status.binding.partitionID
                    {'ownerUID':'u-1','endpoint':'e','collectionID':'1','partitionID':'2'} | status.binding.collectionName
                    """)
    void shouldNotTakeAPartOfARecordForNoRecord(String binding, String path) {
        MilvusPartition partition = partition(GOOD_SPEC, "{'binding':" + binding + "}");

        assertThat(partition.unreadable()).extracting(Unreadable::path).containsExactly(path);
        assertThat(partition.replaceableStatus()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'ownerUID':'u-1','endpoint':'e','collectionID':'1','partitionID':'2','collectionName':'book'}",
                "{'ownerUID':'another','partitionID':'2'}",
                "{'ownerUID':'u-1','intent':{'ownerUID':'u-1'}}",
                "{'intent':{'ownerUID':'u-1'}}"
            })
    void shouldUnderstandARecordThatIsWholeOrAnothersOrOnlyAnIntent(String binding) {
        assertThat(partition(GOOD_SPEC, "{'binding':" + binding + "}").unreadable())
                .isEmpty();
    }

    @Test
    void shouldReadTheRestOfASpecBesideAnUnknownConstant() {
        MilvusPartition partition =
                partition("{'collection':'book','partition':'novel','ensure':'later','deletionPolicy':'Later'}", "{}");

        assertThat(partition.unreadable())
                .extracting(Unreadable::path)
                .containsExactly("spec.ensure", "spec.deletionPolicy");
        assertThat(partition.getSpec())
                .isEqualTo(new MilvusPartitionSpec(
                        null, null, "book", "novel", Ensure.UNKNOWN, DeletionPolicy.UNKNOWN, null, null, null));
    }

    /** What it stands for keeps others from dropping it. */
    @Test
    void shouldReadWhichPartitionASpecIsAboutThatIsMisshapenElsewhere() {
        MilvusPartition partition = partition(
                "{'connectionRef':{'name':'other'},'database':'shelf','collection':'book','partition':'novel',"
                        + "'dropGuard':'swordfish'}",
                "{}");

        assertThat(partition.getSpec()).isNull();
        assertThat(partition.target())
                .contains(new PartitionTarget(new ConnectionRef("other", null), "shelf", "book", "novel"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'connectionRef':7,'collection':'book','partition':'novel'}",
                "{'database':7,'collection':'book','partition':'novel'}",
                "{'collection':7,'partition':'novel'}",
                "{'collection':'book'}",
                "7"
            })
    void shouldNotGuessWhichPartitionASpecIsAbout(String spec) {
        assertThat(partition(spec, "{}").target()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'uri':'http://milvus','pollInterval':'swordfish'}",
                "{'uri':'http://milvus','pollInterval':''}",
                "{'uri':'http://milvus','pollInterval':'1s1m'}"
            })
    void shouldNotTakeAnotherTextForADuration(String spec) {
        MilvusConnection connection = read(object("MilvusConnection", spec, "{}"), MilvusConnection.class);

        assertThat(connection.unreadable())
                .containsExactly(
                        new Unreadable(Part.SPEC, "spec.pollInterval", "is not a duration such as 30s or 1m30s"));
    }

    @Test
    void shouldReportAMissingSpec() {
        MilvusPartition partition =
                read("{'kind':'MilvusPartition','apiVersion':'milvusops.io/v1alpha1'}", MilvusPartition.class);

        assertThat(partition.unreadable()).containsExactly(new Unreadable(Part.SPEC, "spec", "is missing"));
    }

    @Test
    void shouldIgnoreFieldsOfALaterVersion() {
        MilvusPartition partition = partition("{'collection':'book','partition':'novel','later':{}}", "{'later':1}");

        assertThat(partition.unreadable()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'collection':'book','partition':'novel','ensure':'later','later':{'a':1}} | {'observedGeneration':3}
                    {'collection':'book','partition':'novel'} | {'binding':{'partitionID':449,'origin':'Adopted'},'later':[1]}
                    7 | 'swordfish'
                    """)
    void shouldWriteBackWhatItDidNotUnderstand(String spec, String status) throws JsonProcessingException {
        String before = object("MilvusPartition", spec, status);
        MilvusPartition partition = read(before, MilvusPartition.class);

        assertThat(tree(serialization.asJson(partition))).isEqualTo(tree(json(before)));
        MilvusPartition copy = serialization.clone(partition);
        assertThat(copy.unreadable()).isEqualTo(partition.unreadable());
        assertThat(tree(serialization.asJson(copy))).isEqualTo(tree(json(before)));
    }

    @Test
    void shouldNotReplaceAStatusThatItDidNotUnderstand() {
        MilvusPartition partition = partition(GOOD_SPEC, "{'binding':7}");

        assertThatIllegalStateException()
                .isThrownBy(() -> partition.setStatus(OBSERVED_AT_3))
                .withMessage("status of search/book-novel is not understood and must not be replaced");
    }

    @Test
    void shouldWriteAStatusBesideASpecThatItDidNotUnderstand() throws JsonProcessingException {
        MilvusPartition partition = partition("{'collection':7}", "{'observedGeneration':1}");

        partition.setStatus(OBSERVED_AT_3);

        assertThat(tree(serialization.asJson(partition)))
                .isEqualTo(tree(json(object("MilvusPartition", "{'collection':7}", "{'observedGeneration':3}"))));
    }

    @Test
    void shouldGoOnWithTheOthersOfAList() {
        Type listOfPartitions =
                serialization.constructParametricType(DefaultKubernetesResourceList.class, MilvusPartition.class);
        DefaultKubernetesResourceList<MilvusPartition> list = serialization.unmarshal(
                json(
                        "{'apiVersion':'milvusops.io/v1alpha1','kind':'MilvusPartitionList','metadata':{'resourceVersion':'9'},"
                                + "'items':[" + object("MilvusPartition", "{'collection':[]}", "7") + ","
                                + object("MilvusPartition", GOOD_SPEC, "{}") + "]}"),
                new TypeReference<>() {
                    @Override
                    public Type getType() {
                        return listOfPartitions;
                    }
                });

        assertThat(list.getMetadata().getResourceVersion()).isEqualTo("9");
        assertThat(list.getItems().get(0).unreadable())
                .extracting(Unreadable::path)
                .containsExactly("spec.collection", "status");
        assertThat(list.getItems().get(1).unreadable()).isEmpty();
        assertThat(list.getItems().get(1).getSpec()).isEqualTo(BOOK_NOVEL);
    }

    @Test
    void shouldGoOnWithAWatch() {
        WatchEvent event = serialization.unmarshal(
                json("{'type':'MODIFIED','object':" + object("MilvusPartition", "{'collection':[]}", "{}") + "}"),
                WatchEvent.class);

        assertThat(event.getObject())
                .isInstanceOfSatisfying(
                        MilvusPartition.class,
                        partition -> assertThat(partition.unreadable()).hasSize(1));
    }

    @Test
    void shouldReadInTheSameWayWhicheverSerializationIsUsed() {
        MilvusPartition partition = new KubernetesSerialization()
                .unmarshal(json(object("MilvusPartition", "{'collection':[]}", "{}")), MilvusPartition.class);

        assertThat(partition.unreadable()).hasSize(1);
    }

    private MilvusPartition partition(String spec, String status) {
        MilvusPartition partition = read(object("MilvusPartition", spec, status), MilvusPartition.class);
        assertThat(partition.unreadable()).asString().doesNotContain(SECRET);
        assertThat(partition.toString()).doesNotContain(SECRET);
        return partition;
    }

    private <R> R read(String object, Class<R> kind) {
        return serialization.unmarshal(json(object), kind);
    }

    private static String object(String kind, String spec, String status) {
        return "{'apiVersion':'milvusops.io/v1alpha1','kind':'" + kind + "','metadata':{'name':'book-novel',"
                + "'namespace':'search','uid':'u-1','annotations':{'a':'b'},'generation':3},'spec':" + spec
                + ",'status':" + status + "}";
    }

    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    private static Object tree(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json);
    }
}
